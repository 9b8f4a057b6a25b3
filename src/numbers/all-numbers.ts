import { allPages } from '../platform/all-pages';
import type { NumberInfo } from '../platform/number';
import type { WabaOperations } from '../platform/waba';

/** All numbers of the WhatsApp Business Account, page by page ("Get All Phone Numbers", S1). */
export function allNumbers(
  platform: Pick<WabaOperations, 'listNumbers'>,
  fields?: readonly string[],
): Promise<NumberInfo[]> {
  return allPages(async (page) => {
    const { numbers, next } = await platform.listNumbers({ ...(fields === undefined ? {} : { fields }), ...page });
    return { items: numbers, next };
  });
}
