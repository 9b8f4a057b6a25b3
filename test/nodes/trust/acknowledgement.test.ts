import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDiskEngine } from '../../../src/store/disk-engine';
import { tempDir } from '../../harness/temp-dir';
import { timestamp } from './platform';
import { type Stage, startStage } from './stage';
import type { Answered, Entry, Story } from './story';

describe('what identity ack does', () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(() => stage.close());

  /** Three messages wait for a customer on a new device, whose hash is known. */
  async function threeHeld(): Promise<Story> {
    const ben = stage.begin();
    await ben.becomesTrusted();
    ben.customer.newDevice();
    await ben.says('A new phone');
    for (const text of ['One', 'Two', 'Three']) assert.equal((await ben.tell(text)).output, 'held');
    return ben;
  }

  const handed = () =>
    stage.red.received<{ _msgid: string; topic: string; to: string; payload: { text: { body: string } } }>('handed');

  it('sends what was held, in order, out of the node that was to send it', async () => {
    const ben = await threeHeld();
    const other = await ben.tell('Four', {}, 'other');
    await ben.tell('Five');
    const { released, state, heldMessages } = await ben.acknowledge();
    assert.deepEqual({ released, state, heldMessages }, { released: 5, state: 'trusted', heldMessages: 0 });
    await stage.calm();
    assert.deepEqual(
      ben.phone,
      ['One', 'Two', 'Three', 'Four', 'Five'].map((text) => `${text} → Ben, device 2`),
    );
    const accepted = await stage.red.waitFor<{ whatsapp: { released?: true } }>('accepted', 4);
    assert.ok(accepted.every(({ whatsapp }) => whatsapp.released));
    const [released4] = await stage.red.waitFor<{ _msgid: string; topic: string }>('other-accepted');
    assert.deepEqual([released4?._msgid, released4?.topic], [other.msg._msgid, 'accepted']);
  });

  it('hands out what was held, and sends nothing', async () => {
    const ben = await threeHeld();
    const entry = await ben.acknowledge(undefined, { held: 'output' });
    assert.equal(entry.handedOut, 3);
    await stage.calm();
    assert.deepEqual(
      handed().map(({ topic, to, payload }) => [topic, to, payload.text.body]),
      ['One', 'Two', 'Three'].map((text) => ['identity_changed', `+${ben.customer.waId}`, text]),
    );
    assert.deepEqual(ben.phone, []);
    // Whoever gets one may send it, and it is the message that it was.
    const [first] = handed();
    stage.red.send('send', first ?? {});
    await stage.calm();
    assert.deepEqual(ben.phone, ['One → Ben, device 2']);
  });

  it('drops what was held where it is told to', async () => {
    const ben = await threeHeld();
    const entry = await ben.acknowledge(undefined, { held: 'drop' });
    assert.equal(entry.dropped, 3);
    await stage.calm();
    assert.deepEqual([handed(), ben.phone], [[], []]);
    assert.equal((await ben.tell('Later')).output, 'accepted');
  });

  it('refuses to guess what is to become of it, and changes nothing then', async () => {
    const ben = await threeHeld();
    await assert.rejects(ben.acknowledge(undefined, { held: 'burn' }), { code: 'held_setting_unknown' });
    assert.deepEqual(await ben.lookUp().then(({ state, heldMessages }) => [state, heldMessages]), ['changed', 3]);
  });

  it('acknowledges twice as if once', async () => {
    const ben = await threeHeld();
    const { changeId } = await ben.lookUp();
    const first = await ben.acknowledge(changeId);
    const second = await ben.acknowledge(changeId);
    assert.deepEqual([first.released, second.released], [3, 0]);
    assert.deepEqual(
      [second.state, second.changeId, second.audit.length],
      ['trusted', first.changeId, first.audit.length],
    );
    await stage.calm();
    assert.equal(ben.phone.length, 3);
  });

  it('acknowledges a hash by its name, and only the current one', async () => {
    const ben = await threeHeld();
    const { hashes } = await ben.lookUp();
    const former = hashes.find(({ current }) => !current);
    await assert.rejects(ben.ask('acknowledge', { identityHash: former?.hash }), { code: 'identity_changed_again' });
    const { payload } = await ben.ask('acknowledge', { identityHash: ben.customer.identityHash });
    assert.equal(payload.state, 'trusted');
  });

  it('acknowledges nothing that is not named, unless it is to approve whatever is newest', async () => {
    const ben = await threeHeld();
    await assert.rejects(ben.ask('acknowledge'), { code: 'change_missing' });
    await assert.rejects(ben.ask('acknowledge', { changeId: 'guessed' }), { code: 'identity_changed_again' });
    assert.equal(await ben.state(), 'changed');
    await stage.redeploy((nodes) => nodes.map((node) => (node.id === 'ack' ? { ...node, approveNewest: true } : node)));
    const { payload } = await ben.ask('acknowledge');
    assert.equal(payload.state, 'trusted');
    await stage.redeploy();
  });

  it('acknowledges an unknown customer: the first message then goes without a hash, and makes them trusted', async () => {
    const ben = stage.begin();
    await stage.redeploy((nodes) => nodes.map((node) => (node.id === 'ack' ? { ...node, approveNewest: true } : node)));
    const { payload } = await ben.ask('acknowledge');
    assert.equal(payload.state, 'acknowledged');
    assert.equal((await ben.tell('Private', { policy: 'authenticated' })).output, 'accepted');
    await stage.calm();
    assert.equal(await ben.state(), 'trusted');
    assert.deepEqual(ben.phone, ['Private → Ben, device 1']);
    await stage.redeploy();
  });

  it('takes trust back', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    const { changeId } = await ben.lookUp();
    const { topic, payload } = await ben.ask('revoke', { by: 'clerk 7' });
    assert.deepEqual([topic, payload.state, payload.audit.at(-1)?.what], ['revoked', 'changed', 'revoked']);
    assert.equal((await ben.tell('Private')).output, 'held');
    // What approved the customer before does not do so again, and neither does a message with the same hash.
    await assert.rejects(ben.acknowledge(changeId), { code: 'identity_changed_again' });
    await ben.says('It is still me');
    assert.equal(await ben.state(), 'changed');
    await stage.calm();
    assert.deepEqual(ben.phone, []);
    await ben.acknowledge();
    await stage.calm();
    assert.deepEqual(ben.phone, ['Private → Ben, device 1']);
  });

  it('takes trust back also of somebody who is still unknown', async () => {
    const ben = stage.begin();
    await ben.ask('revoke');
    assert.equal(await ben.state(), 'changed');
    assert.equal((await ben.tell('Private')).output, 'held');
    await ben.acknowledge();
    await stage.calm();
    assert.equal(await ben.state(), 'trusted');
    assert.deepEqual(ben.phone, ['Private → Ben, device 1']);
  });

  it('takes back what was approved while no hash was known', async () => {
    const ben = stage.begin();
    await ben.ask('revoke');
    const { changeId } = await ben.lookUp();
    assert.equal((await ben.acknowledge(changeId)).state, 'acknowledged');
    await ben.ask('revoke');
    assert.equal(await ben.state(), 'changed');
    await assert.rejects(ben.acknowledge(changeId), { code: 'identity_changed_again' });
    assert.equal((await ben.tell('Private')).output, 'held');
  });

  it('takes trust back of somebody who was merely seen', async () => {
    const ben = stage.begin();
    await ben.says('Hello');
    await ben.ask('revoke');
    assert.equal((await ben.says('Still here')).whatsapp.identity.state, 'changed');
    assert.equal((await ben.acknowledge()).state, 'trusted');
  });

  it('keeps the text of a message no longer than it may be needed', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    ben.customer.goOffline();
    await ben.tell('Needed until it is delivered');
    await stage.calm();
    const folder = join(stage.red.userDirectory, 'whatsapp-identity', 'store');
    assert.ok((await entriesOf(folder)).includes('Needed until it is delivered'));
    ben.customer.goOnline();
    await stage.calm();
    assert.ok(!(await entriesOf(folder)).includes('Needed until it is delivered'));
  });

  it('forgets a customer entirely: unknown afterwards, and nothing left anywhere', async () => {
    const ben = stage.begin({ name: 'Benedikt' });
    await ben.becomesTrusted();
    await ben.tell('Delivered secret', { callbackData: 'order-4711' });
    ben.customer.newDevice();
    await ben.says('Remember me');
    await ben.tell('Held secret');
    await stage.calm();
    const { waId, identityHash } = ben.customer;
    const { topic, payload } = await ben.ask('forget');
    assert.equal(topic, 'forgotten');
    const { state, hash, changeId, wasKnown } = payload;
    assert.deepEqual(
      { state, hash, changeId, wasKnown },
      { state: 'unknown', hash: null, changeId: null, wasKnown: true },
    );
    assert.equal((await ben.ask('lookUp')).topic, 'unknown');
    const { payload: listed } = await ben.ask('list', { limit: 500 });
    assert.ok(!JSON.stringify(listed).includes(waId));
    const left = await everythingIn(join(stage.red.userDirectory, 'whatsapp-identity', 'store'));
    assert.ok(left.includes('customer/'), 'the search finds what is kept');
    for (const trace of [waId, 'Benedikt', 'secret', 'Remember me', 'order-4711', identityHash]) {
      assert.ok(!left.includes(trace), trace);
    }
    assert.equal((await ben.ask('forget')).payload.wasKnown, false);
    // Known again by the next message, and not trusted.
    assert.equal((await ben.says('Hello')).whatsapp.identity.state, 'seen');
    assert.equal((await ben.tell('Private', { policy: 'authenticated' })).output, 'held');
  });

  it('forgets also where others mention the customer: the other side of a number change', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    const former = ben.customer.waId;
    ben.customer.changeNumber('+16315558002');
    await ben.changes(2);
    await ben.ask('forget', { to: `+${former}` });
    const { related, state } = (await ben.ask('lookUp', { to: '+16315558002' })).payload;
    assert.deepEqual({ related, state }, { related: [], state: 'changed' });
    const left = await everythingIn(join(stage.red.userDirectory, 'whatsapp-identity', 'store'));
    assert.ok(!left.includes(former));
  });

  it('lists customers page by page, each once, filtered by state', async () => {
    stage.begin();
    const trusted = new Set<string>();
    for (let index = 0; index < 7; index++) {
      const one = stage.begin({ name: `Customer ${index}`, ...(index % 3 === 0 ? { userId: true } : {}) });
      if (index % 2 === 0) await one.becomesTrusted();
      else await one.says('Hello');
      if (index % 2 === 0) trusted.add(one.customer.waId);
    }
    const all = await pages({ limit: 3 });
    const ids = all.map(({ customer }) => String(customer.id));
    assert.equal(new Set(ids).size, ids.length);
    const whole = await pages({ limit: 500 });
    assert.deepEqual(
      ids,
      whole.map(({ customer }) => String(customer.id)),
    );
    const filtered = await pages({ limit: 2, state: 'trusted' });
    assert.ok(filtered.every(({ state }) => state === 'trusted'));
    const found = new Set(filtered.map(({ customer }) => customer.waId));
    for (const waId of trusted) assert.ok(found.has(waId), waId);
    await assert.rejects(list({ state: 'loved' }), { code: 'state_unknown' });
  });

  async function list(msg: object): Promise<{ customers: Entry[]; next?: string }> {
    const { msg: sent, error } = await stage.red.process('ack', { operation: 'list', ...msg });
    if (error !== undefined) throw error;
    const answers = await stage.red.waitFor<Answered & { _msgid: string }>('result');
    const answer = answers.find(({ _msgid }) => _msgid === sent._msgid);
    return answer?.payload as unknown as { customers: Entry[]; next?: string };
  }

  async function pages(msg: { limit: number; state?: string }): Promise<Entry[]> {
    const customers: Entry[] = [];
    for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
      const page = await list({ ...msg, ...(after === undefined ? {} : { after }) });
      assert.ok(page.customers.length <= msg.limit);
      customers.push(...page.customers);
      after = page.next;
    }
    return customers;
  }

  it('says for a group, or for nobody, that there is no identity', async () => {
    const ben = stage.begin();
    await assert.rejects(ben.ask('lookUp', { to: 'Y2FwaV9ncm91cDoxNzA1NTU1MDEzOToxMjA' }), {
      code: 'group_has_no_identity',
    });
    await assert.rejects(ben.ask('lookUp', { to: undefined }), { code: 'recipient_missing' });
    await assert.rejects(ben.ask('divorce'), { code: 'operation_unknown' });
  });

  it('keeps a bounded trail, and the table of hashes apart from it', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    const { waId, identityHash } = ben.customer;
    for (let index = 1; index <= 60; index++) {
      stage.fire({
        contacts: [{ wa_id: waId, identity_key_hash: `Hash${index}=` }],
        messages: [
          { from: waId, id: `wamid.${waId}.${index}`, timestamp: timestamp(index), type: 'text', text: { body: 'Hi' } },
        ],
      });
    }
    await ben.changes(60);
    const { audit, hashes } = await ben.lookUp();
    assert.equal(audit.length, 50);
    assert.equal(hashes.length, 61);
    assert.ok(hashes.some(({ hash }) => hash === identityHash));
    assert.ok(audit.every(({ source }) => typeof source === 'string'));
  });
});

/** All keys and values of a disk store, and its files as they are. */
async function everythingIn(folder: string): Promise<string> {
  const files = [folder, join(folder, 'inbox'), join(folder, 'journal')].flatMap((place) =>
    readdirSync(place, { withFileTypes: true })
      .filter((file) => file.isFile())
      .map(({ name }) => readFileSync(join(place, name), 'latin1')),
  );
  return [await entriesOf(folder), ...files].join('\n');
}

/** All keys and values of a disk store. */
async function entriesOf(folder: string): Promise<string> {
  const copy = tempDir('store-copy');
  try {
    // A copy, for the folder itself is locked.
    cpSync(folder, copy.path, { recursive: true });
    const engine = createDiskEngine(copy.path);
    const entries = await engine.range('', '\uffff', Number.MAX_SAFE_INTEGER);
    await engine.close();
    return entries.flat().join('\n');
  } finally {
    copy.remove();
  }
}
