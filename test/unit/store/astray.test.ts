import { deepEqual, equal } from 'node:assert/strict';
import type { CustomerNames } from '../../../src/identity/evidence';
import { createKeyedStore } from '../../../src/store/keyed-store';
import { createMemoryEngine } from '../../../src/store/memory-engine';
import { type Admission, HOLD_LIMITS } from '../../../src/store/outgoing';
import type { Committed, Scope, Store } from '../../../src/store/store';
import { splitWebhook } from '../../../src/webhook/split';

const SCOPE: Scope = { number: '15550783881', kind: 'key' };
const FORMER = '16315550001';
const PRESENT = '16315550002';
const ANA = 'US.Ana';
const BOB = 'US.Bob';

/** What waits for a person is for them, whoever has come by their number since. */
describe('a held message whose number its customer has left', () => {
  let store: Store;
  let time: number;
  beforeEach(() => {
    store = createKeyedStore(createMemoryEngine());
    time = 1_760_000_000;
  });
  afterEach(() => store.close());

  async function take(value: object): Promise<Committed[]> {
    const metadata = { phone_number_id: SCOPE.number };
    const body = { entry: [{ id: 'waba', changes: [{ field: 'messages', value: { metadata, ...value } }] }] };
    const id = await store.accept({ body: Buffer.from(JSON.stringify(body)), receivedAt: 0, accounts: [] });
    const committed = await store.commit(SCOPE, id, splitWebhook(body));
    await store.finish(id);
    return committed;
  }

  function write(user: string, number: string, hash: string): Promise<Committed[]> {
    time += 10;
    const message = { from: number, from_user_id: user, id: `wamid.${time}`, timestamp: String(time), type: 'text' };
    return take({
      contacts: [{ wa_id: number, user_id: user, identity_key_hash: hash }],
      messages: [{ ...message, text: { body: 'Hi' } }],
    });
  }

  function tell(number: string, names: CustomerNames = { waId: number }): Promise<Admission> {
    const content = { type: 'text', text: { body: 'Private' } };
    const address = { to: `+${number}` };
    return store.admit(SCOPE, { nodeId: 'send', names, address, content, policy: 'same' }, HOLD_LIMITS);
  }

  async function approve(userId: string): Promise<void> {
    const { changeId } = await store.look(SCOPE, { userId });
    equal(await store.acknowledge(SCOPE, { userId }, { changeId: changeId ?? '' }), 'acknowledged');
  }

  const release = (userId: string): Promise<Admission | undefined> => store.releaseNext(SCOPE, { userId }, () => true);

  async function tellOfMove(): Promise<void> {
    time += 10;
    const system = { type: 'user_changed_number', wa_id: PRESENT, user_id: ANA };
    const message = { from: FORMER, from_user_id: ANA, id: 'wamid.moved', timestamp: String(time), type: 'system' };
    await take({ messages: [{ ...message, system }] });
  }

  it('does not leave without a hash for the number that the platform said they left', async () => {
    await write(ANA, FORMER, 'a1');
    await approve(ANA);
    await tellOfMove();
    equal((await tell(FORMER)).type, 'held');
    await approve(ANA);
    equal((await store.look(SCOPE, { userId: ANA })).state, 'acknowledged');
    equal(await release(ANA), undefined);
    equal((await tell(FORMER)).type, 'held');
  });

  it('does not leave for the next customer who has the number, however well authenticated both are', async () => {
    await write(ANA, FORMER, 'a1');
    await approve(ANA);
    await write(ANA, FORMER, 'a2');
    equal((await tell(FORMER)).type, 'held');
    await write(ANA, PRESENT, 'a3');
    await write(BOB, FORMER, 'b1');
    await approve(ANA);
    await approve(BOB);
    equal((await store.look(SCOPE, { userId: BOB })).state, 'trusted');
    equal(await release(ANA), undefined);
    equal(await release(BOB), undefined);
  });

  it('stays listed, and keeps nothing else waiting', async () => {
    await write(ANA, FORMER, 'a1');
    await approve(ANA);
    await tellOfMove();
    equal((await tell(FORMER)).type, 'held');
    equal((await tell(PRESENT)).type, 'held');
    await approve(ANA);
    const released = await release(ANA);
    deepEqual(released?.type === 'send' && released.outgoing.address, { to: `+${PRESENT}` });
    equal((await store.heldOf(SCOPE, { userId: ANA })).length, 1);
  });

  it('goes to the present number as ever, also when the customer has come back to a former one', async () => {
    await write(ANA, FORMER, 'a1');
    await approve(ANA);
    await write(ANA, PRESENT, 'a1');
    await write(ANA, FORMER, 'a1');
    const sent = await tell(FORMER);
    equal(sent.type === 'send' && sent.hash, 'a1');
  });
});
