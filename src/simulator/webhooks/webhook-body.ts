import type { BusinessNumber } from '../world/business-number';
import type { Change } from './batcher';

/** The bodies of the webhooks that tell these changes, as the number's API writes them. */
export function toWebhookBodies(number: BusinessNumber, changes: readonly Change[], now: number): unknown[] {
  if (number.onPremises) return withoutEnvelope(changes);
  // Webhooks about accounts say when they were sent; those about messages do not (facts, section 6).
  const isAboutAccount = changes.some(({ field }) => field !== 'messages');
  const time = isAboutAccount ? { time: Math.floor(now / 1000) } : {};
  return [{ object: 'whatsapp_business_account', entry: [{ id: number.wabaId, ...time, changes }] }];
}

/** Lists of the same kind are joined into one webhook; there is no place to tell two kinds apart. */
function withoutEnvelope(changes: readonly Change[]): unknown[] {
  const bodies = new Map<string, Record<string, unknown[]>>();
  for (const { value } of changes) {
    const lists = Object.entries(value as Record<string, unknown[]>);
    const kind = lists.map(([name]) => name).join();
    const body = bodies.get(kind) ?? {};
    bodies.set(kind, body);
    for (const [name, list] of lists) body[name] = [...(body[name] ?? []), ...list];
  }
  return [...bodies.values()];
}
