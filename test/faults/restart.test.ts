import assert from 'node:assert/strict';
import type { Customer } from '../../src/simulator/world/customer';
import { createDiskEngine } from '../../src/store/disk-engine';
import { createKeyedStore } from '../../src/store/keyed-store';
import { waitUntil } from '../harness/wait';
import { phone, timestamp } from '../nodes/trust/platform';
import { type Posted, type ProcessStage, startProcessStage } from './process-stage';

/** Each story is brought to its middle, then the power is cut once for all of them, and each goes on. */
describe('trust over a power cut', function () {
  this.timeout(120_000);
  let stage: ProcessStage;
  const customers: Record<string, Customer> = {};
  let changeId: unknown;

  const named = (name: string): Customer => {
    customers[name] ??= stage.newCustomer({ name });
    return customers[name];
  };
  const stateOf = async (customer: Customer): Promise<unknown> => (await stage.ask(customer, 'lookUp')).payload.state;
  const acknowledge = async (customer: Customer, id?: unknown): Promise<Posted> => {
    const newest = (await stage.ask(customer, 'lookUp')).payload.changeId;
    return stage.ask(customer, 'acknowledge', { changeId: id ?? newest });
  };
  const becomesTrusted = async (customer: Customer): Promise<void> => {
    await stage.says(customer, 'Hello');
    assert.equal((await acknowledge(customer)).payload.state, 'trusted');
  };
  const isChangeOf =
    ({ waId }: Customer) =>
    ({ payload }: Posted): boolean =>
      (payload.customer as { waId?: string }).waId === waId;
  const textOf = ({ payload }: Posted): unknown => (payload.text as { body?: unknown } | undefined)?.body;
  const isDelivered = (customer: Customer, lines: string[]) =>
    // What the customer had just before the power cut counts for the platform's limit: then the rest comes seconds later.
    waitUntil(() => phone(customer).length >= lines.length, { timeout: 30_000 }).then(() =>
      assert.deepEqual(phone(customer), lines),
    );
  const callsWith = (text: string): number =>
    stage.simulator.timeline.entries.filter((entry) => entry.kind === 'call' && entry.request.includes(text)).length;

  before(async () => {
    stage = await startProcessStage();
    await becomesTrusted(named('Ana'));

    const ben = named('Ben');
    await becomesTrusted(ben);
    ben.newDevice();
    await stage.says(ben, 'A new phone');
    ({ changeId } = (await stage.waitFor('changes', isChangeOf(ben))).payload);
    for (const text of ['One', 'Two', 'Three']) assert.equal((await stage.tell(ben, text)).output, 'held');

    const carl = named('Carl');
    await becomesTrusted(carl);
    carl.goOffline();
    assert.equal((await stage.tell(carl, 'In flight')).output, 'accepted');

    const dora = named('Dora');
    await stage.ask(dora, 'revoke');
    assert.equal((await acknowledge(dora)).payload.state, 'acknowledged');

    const gina = named('Gina');
    await becomesTrusted(gina);
    gina.newDevice();
    await stage.says(gina, 'A new phone');
    for (const text of ['Gina one', 'Gina two']) assert.equal((await stage.tell(gina, text)).output, 'held');

    const fred = named('Fred');
    await becomesTrusted(fred);

    const emil = named('Emil');
    await becomesTrusted(emil);
    emil.newDevice();
    await stage.tell(emil, 'Emil one');
    await stage.waitFor('held', (msg) => textOf(msg) === 'Emil one');
    assert.equal((await stage.tell(emil, 'Emil two')).output, 'held');
    await stage.simulator.idle();
    // The one message without a hash has left, and its statuses are not here yet.
    stage.simulator.faults.batch = { size: 1000, waitMs: 60_000 };
    assert.equal((await acknowledge(emil)).payload.state, 'acknowledged');

    for (const name of ['Ida', 'Jan']) named(name).goOffline();
    await stage.post(named('Ida'), 'Ida, awaited', { outcome: 'delivered' });
    await stage.post(named('Jan'), 'Jan, awaited', { outcome: 'read', timeLimit: 1 });
    const haveReached = (): boolean => named('Ida').waiting + named('Jan').waiting === 2 && stage.gate.unanswered === 0;
    await waitUntil(haveReached, { timeout: 15_000 });

    // The platform has these, and its answers never arrive.
    stage.gate.hold();
    await stage.post(fred, 'Fred, interrupted');
    await waitUntil(() => stage.gate.holds('Fred, interrupted'), { timeout: 15_000 });
    const entry = await stage.ask(gina, 'lookUp');
    await stage.begin(gina, 'acknowledge', { changeId: entry.payload.changeId });
    await waitUntil(() => stage.gate.holds('Gina one'), { timeout: 15_000 });
    // And this it does not have, which nobody here can know.
    stage.gate.lose();
    await stage.post(named('Karl'), 'Karl, lost', { timeLimit: 1 });
    await waitUntil(() => stage.gate.holds('Karl, lost'), { timeout: 15_000 });

    await stage.kill();
    stage.gate.open();
    named('Ida').goOnline();
    carl.newDevice();
    carl.goOnline();
    stage.simulator.faults.batch = null;
    await acceptedButNotHandedOver(named('Hugo'));
    await stage.start();
  });
  after(() => stage.close());

  /** What the disk holds when the power fails between the 200 and the hand-over. */
  async function acceptedButNotHandedOver({ waId, identityHash }: Customer): Promise<void> {
    const store = createKeyedStore(createDiskEngine(stage.storeFolder));
    const { phoneNumberId, displayPhoneNumber, wabaId } = stage.number;
    const message = (id: string, hash: string, inSeconds: number) => ({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: wabaId,
          changes: [
            {
              field: 'messages',
              value: {
                messaging_product: 'whatsapp',
                metadata: { display_phone_number: displayPhoneNumber, phone_number_id: phoneNumberId },
                contacts: [{ profile: { name: 'Hugo' }, wa_id: waId, identity_key_hash: hash }],
                messages: [{ from: waId, id, timestamp: timestamp(inSeconds), type: 'text', text: { body: id } }],
              },
            },
          ],
        },
      ],
    });
    for (const body of [message('wamid.hugo.1', 'FormerHash1=', -5), message('wamid.hugo.2', identityHash, 0)]) {
      await store.accept({ body: Buffer.from(JSON.stringify(body)), receivedAt: Date.now(), accounts: ['account'] });
    }
    await store.close();
  }

  it('keeps the trusted trusted', async () => {
    const ana = named('Ana');
    assert.equal(await stateOf(ana), 'trusted');
    const { output, msg } = await stage.tell(ana, 'Private', { policy: 'authenticated' });
    assert.deepEqual([output, msg.whatsapp.identityHash], ['accepted', ana.identityHash]);
    await isDelivered(ana, ['Private → Ana, device 1']);
  });

  it('keeps the changed changed, what is held, and the change ID that was mailed', async () => {
    const ben = named('Ben');
    const { payload } = await stage.ask(ben, 'lookUp');
    assert.deepEqual([payload.state, payload.heldMessages], ['changed', 3]);
    assert.equal((await stage.tell(ben, 'Four')).output, 'held');
    assert.deepEqual(phone(ben), []);
    assert.equal((await acknowledge(ben, changeId)).topic, 'acknowledged');
    await isDelivered(
      ben,
      ['One', 'Two', 'Three', 'Four'].map((text) => `${text} → Ben, device 2`),
    );
    const released = await stage.waitFor('accepted', ({ whatsapp }) => whatsapp.to === `+${ben.waId}`);
    assert.equal(released.whatsapp.released, true);
  });

  it('knows the messages it had sent: one that is refused now leaves held of its node', async () => {
    const carl = named('Carl');
    const held = await stage.waitFor('held', (msg) => textOf(msg) === 'In flight');
    assert.equal(held.topic, 'identity_changed');
    assert.equal((await stage.waitFor('changes', isChangeOf(carl))).topic, 'hash_mismatch');
    await acknowledge(carl);
    await isDelivered(carl, ['In flight → Carl, device 2']);
  });

  it('keeps an approval of an identity whose hash is not known', async () => {
    const dora = named('Dora');
    assert.equal(await stateOf(dora), 'acknowledged');
    assert.equal((await stage.tell(dora, 'Private')).output, 'accepted');
    await isDelivered(dora, ['Private → Dora, device 1']);
    await waitUntil(async () => (await stateOf(dora)) === 'trusted');
  });

  it('adopts the hash of the one message that was under way, and sends the rest', async () => {
    const emil = named('Emil');
    // Takes the waiting webhooks along.
    stage.fire({});
    await isDelivered(emil, ['Emil one → Emil, device 2', 'Emil two → Emil, device 2']);
    assert.equal(await stateOf(emil), 'trusted');
  });

  it('never sends again what it was sending: its statuses tell that it left', async () => {
    const fred = named('Fred');
    const accepted = await stage.waitFor('accepted', ({ whatsapp }) => whatsapp.to === `+${fred.waId}`);
    // The process that ended may have told it already.
    assert.deepEqual([accepted.topic, accepted.whatsapp.redelivered], ['accepted', true]);
    assert.deepEqual(accepted.payload.messages, [{ id: accepted.whatsapp.id }]);
    assert.equal(callsWith('Fred, interrupted'), 1);
    assert.deepEqual(phone(fred), ['Fred, interrupted → Fred, device 1']);
  });

  it('never sends again what it was sending: nobody knows whether it left, if no status tells', async () => {
    const karl = named('Karl');
    const failed = await stage.waitFor('failed', ({ whatsapp }) => whatsapp.to === `+${karl.waId}`);
    assert.deepEqual([failed.topic, failed.payload.code], ['unknown_outcome', 'unknown_outcome']);
    assert.deepEqual([callsWith('Karl, lost'), phone(karl)], [0, []]);
  });

  it('goes on waiting for outcomes: for statuses, and for time limits that ran out meanwhile', async () => {
    const [ida, jan] = [named('Ida'), named('Jan')];
    const delivered = await stage.waitFor('accepted', ({ whatsapp }) => whatsapp.to === `+${ida.waId}`);
    assert.equal(delivered.topic, 'delivered');
    const timeout = await stage.waitFor('failed', ({ whatsapp }) => whatsapp.to === `+${jan.waId}`);
    assert.deepEqual([timeout.topic, timeout.payload.code], ['timeout', 'outcome_timeout']);
    assert.deepEqual(phone(ida), ['Ida, awaited → Ida, device 1']);
  });

  it('goes on releasing where it was interrupted, without the message that it was sending', async () => {
    const gina = named('Gina');
    await isDelivered(gina, ['Gina one → Gina, device 2', 'Gina two → Gina, device 2']);
    const ofGina = () => stage.received('accepted').filter(({ whatsapp }) => whatsapp.to === `+${gina.waId}`);
    await waitUntil(() => ofGina().length === 2);
    // The flow's own message is gone: what comes of a release says that it is one, also after the end of the process.
    assert.ok(ofGina().every(({ topic, whatsapp }) => topic === 'accepted' && whatsapp.released === true));
    assert.deepEqual([callsWith('Gina one'), callsWith('Gina two')], [1, 1]);
    assert.equal((await stage.ask(gina, 'lookUp')).payload.heldMessages, 0);
  });

  it('hands over what it had answered with 200, marked as redelivered, and the change that it reveals', async () => {
    for (const id of ['wamid.hugo.1', 'wamid.hugo.2']) {
      const message = await stage.waitFor('messages', ({ whatsapp }) => whatsapp.id === id);
      assert.equal(message.whatsapp.redelivered, true);
    }
    const change = await stage.waitFor('changes', isChangeOf(named('Hugo')));
    assert.deepEqual([change.topic, change.whatsapp.redelivered], ['hash_changed', true]);
    assert.equal(await stateOf(named('Hugo')), 'changed');
  });

  it('does nothing of this a second time after another power cut', async () => {
    // What came in last may be handed over once more, and is marked then.
    const isLast = ({ payload, whatsapp }: Posted) => String(payload) === 'Still here' && whatsapp.redelivered === true;
    const count = () =>
      ['failed', 'changes', 'held', 'messages', 'accepted'].map(
        (path) => stage.received(path).filter((msg) => !isLast(msg)).length,
      );
    await stage.simulator.idle();
    await stage.says(named('Ana'), 'Still here');
    const before = count();
    const phones = Object.values(customers).map(phone);
    await stage.kill();
    await stage.start();
    // What it does at its start is done before it takes this.
    await stage.says(named('Ana'), 'And still here');
    assert.deepEqual(
      count().map((number, index) => number - (before[index] ?? 0)),
      [0, 0, 0, 1, 0],
    );
    assert.deepEqual(Object.values(customers).map(phone), phones);
    for (const name of ['Ana', 'Ben', 'Carl', 'Dora', 'Emil']) {
      assert.equal(await stateOf(named(name)), 'trusted', name);
    }
  });
});
