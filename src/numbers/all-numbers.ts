import type { NumberInfo, NumberOperations } from '../platform/number';

/** More pages than any account has: an end for a platform that gives the same page for ever. */
const MOST_PAGES = 200;

/** All numbers of the WhatsApp Business Account, page by page ("Get All Phone Numbers", S1). */
export async function allNumbers(
  platform: Pick<NumberOperations, 'listNumbers'>,
  fields?: readonly string[],
): Promise<NumberInfo[]> {
  const numbers: NumberInfo[] = [];
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { numbers: more, next } = await platform.listNumbers({
      ...(fields === undefined ? {} : { fields }),
      ...(after === undefined ? {} : { after }),
    });
    numbers.push(...more);
    if (next === undefined || next === after) break;
    after = next;
  }
  return numbers;
}
