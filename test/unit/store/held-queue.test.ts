import { equal, ok } from 'node:assert/strict';
import { createKeyedStore } from '../../../src/store/keyed-store';
import { createMemoryEngine } from '../../../src/store/memory-engine';
import { HOLD_LIMITS } from '../../../src/store/outgoing';
import type { Scope } from '../../../src/store/store';
import { splitWebhook } from '../../../src/webhook/split';

const SCOPE: Scope = { number: '15550783881', kind: 'key' };
const WA_ID = '16315550001';

/** A batch of one customer's messages, as a platform that had to wait sends it. */
function batch(hash: string, count: number, time: number): ReturnType<typeof splitWebhook> {
  const messages = Array.from({ length: count }, (_, index) => ({
    from: WA_ID,
    id: `wamid.${time + index}`,
    timestamp: String(time + index),
    type: 'text',
    text: { body: 'Hi' },
  }));
  const contacts = [{ wa_id: WA_ID, identity_key_hash: hash }];
  const value = { metadata: { phone_number_id: SCOPE.number }, contacts, messages };
  return splitWebhook({ entry: [{ id: 'waba', changes: [{ field: 'messages', value }] }] });
}

describe('the messages that wait for a customer', () => {
  it('are read once for a whole batch of that customer, however much waits', async () => {
    const engine = createMemoryEngine();
    let reads = 0;
    const get = (key: string): string | undefined => {
      if (key.startsWith('held/')) reads += 1;
      return engine.get(key);
    };
    const store = createKeyedStore({ ...engine, get });
    await store.commit(SCOPE, '1', [...batch('one', 1, 1_760_000_000), ...batch('two', 1, 1_760_000_100)]);
    const content = { type: 'text', text: { body: 'Private' } };
    const outgoing = { nodeId: 'send', names: { waId: WA_ID }, address: { to: `+${WA_ID}` }, content } as const;
    equal((await store.admit(SCOPE, { ...outgoing, policy: 'same' }, HOLD_LIMITS)).type, 'held');
    reads = 0;
    const committed = await store.commit(SCOPE, '2', batch('two', 1_000, 1_760_001_000));
    equal(committed.at(-1)?.heldMessages, 1);
    ok(reads < 10, `the queue was read ${reads} times`);
    await store.close();
  });
});
