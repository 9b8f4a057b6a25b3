import assert from 'node:assert/strict';
import { type Stage, startStage } from './stage';
import type { EventMessage } from './story';

const DAY = 86_400_000;

describe('trust while the clock of the simulator is moved on, and that of Node-RED is not', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await startStage();
  });
  afterEach(() => stage.close());

  async function moveOn(forwardMs: number): Promise<void> {
    const { url, controlToken } = stage.simulator;
    const headers = { authorization: `Bearer ${controlToken}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ forwardMs });
    assert.equal((await fetch(`${url}/control/clock`, { method: 'POST', headers, body })).status, 200);
  }

  it('goes on as it should: a change after a day is held, approved and released', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    await ben.tell('Today');
    await moveOn(DAY);
    await ben.says('Good morning');
    await ben.tell('Tomorrow');
    ben.customer.newDevice();
    const { whatsapp } = await ben.says('Hello');
    assert.equal(whatsapp.identity.state, 'changed');
    assert.equal((await ben.tell('Private')).output, 'held');
    await moveOn(DAY);
    await ben.says('Hello?');
    assert.equal((await ben.acknowledge()).state, 'trusted');
    await stage.calm();
    assert.deepEqual(ben.phone, ['Today → Ben, device 1', 'Tomorrow → Ben, device 1', 'Private → Ben, device 2']);
    assert.equal(await ben.state(), 'trusted');
    assert.equal((await ben.changes()).length, 1);
  });

  it('learns the hash of whom it writes to, although its own clock is behind', async () => {
    await moveOn(30 * DAY);
    const ben = stage.begin();
    await ben.tell('Welcome');
    await stage.calm();
    assert.equal(await ben.state(), 'seen');
    ben.customer.newDevice();
    await ben.tell('With the old hash');
    await stage.calm();
    assert.equal(await ben.state(), 'changed');
    await ben.acknowledge();
    await ben.tell('To learn the new one');
    await stage.calm();
    assert.equal(await ben.state(), 'trusted');
    assert.equal((await ben.lookUp()).hash, ben.customer.identityHash);
  });

  it('is told by a failed status that the 24 hours are over', async () => {
    const ben = stage.begin();
    await ben.says('Hello');
    await moveOn(DAY);
    await ben.tell('Too late');
    await stage.calm();
    const statuses = stage.red
      .received<EventMessage>('statuses')
      .map(({ topic, whatsapp }) => [topic, whatsapp.errors]);
    assert.deepEqual(
      statuses.map(([topic]) => topic),
      ['failed'],
    );
    assert.match(JSON.stringify(statuses[0]), /"outside_24h_window"|131047/);
    assert.deepEqual(ben.phone, []);
    assert.equal(await ben.state(), 'seen', 'that says nothing about the person');
  });

  it('takes what comes for outdated after the clock was set back, as docs/simulator.md warns', async () => {
    const ben = stage.begin();
    await ben.says('Hello');
    await moveOn(DAY);
    await ben.says('Hello');
    // As a simulator does that was started anew.
    const [from, timestamp] = [ben.customer.waId, String(Math.floor(Date.now() / 1000) + 60)];
    stage.fire({
      contacts: [{ wa_id: from, profile: { name: 'Ben' }, identity_key_hash: 'DF2lS5v2W6x=' }],
      messages: [{ from, id: 'wamid.anew', timestamp, type: 'text', text: { body: 'Hello' } }],
    });
    await stage.calm();
    const { state, hash } = await ben.lookUp();
    assert.deepEqual([state, hash], ['changed', ben.customer.identityHash]);
  });
});
