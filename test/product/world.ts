import { waitUntil } from '../harness/wait';
import type { PhoneMessage, Product } from './product';

export const ANA = '16315551001';
export const BEN = '16315551002';

/** Waits until a phone has received so many messages, and gives all of them. */
export function waitForMessages(product: Product, count: number, waId: string = ANA): Promise<PhoneMessage[]> {
  return waitUntil(
    async () => {
      const messages = await product.phone(waId);
      return messages.length >= count ? messages : null;
    },
    { what: () => `${count} messages on the phone. Output:\n${product.output()}` },
  );
}

/** Presses a button that makes Ana do something, and waits until she has done it. */
export async function letAna(product: Product, button: string): Promise<void> {
  const before = await deedsOfAna(product);
  await product.press(button);
  await waitUntil(async () => (await deedsOfAna(product)) > before, { what: `Ana does "${button}"` });
}

/** Waits until the flow has dealt with everything that customers did so far: it deals with it in order. */
export async function untilDealtWith(product: Product): Promise<void> {
  const { length } = await product.phone(BEN);
  await product.control('POST', `/customers/${BEN}/messages`, { text: 'Hello' });
  await waitForMessages(product, length + 1, BEN);
}

async function deedsOfAna(product: Product): Promise<number> {
  const { device } = (await product.control('GET', `/customers/${ANA}`)) as { device: number };
  const { entries } = (await product.control('GET', '/timeline')) as { entries: { kind: string; body?: string }[] };
  return device + entries.filter(({ body }) => body?.includes(`"from":"${ANA}"`)).length;
}
