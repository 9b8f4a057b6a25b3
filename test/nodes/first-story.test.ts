import assert from 'node:assert/strict';
import { type Runtime, startRuntime } from '../harness/runtime';
import { waitUntil } from '../harness/wait';

describe('a message comes in and the answer goes out', () => {
  let red: Runtime;
  before(async () => {
    red = await startRuntime();
  });
  after(() => red.stop());

  it('answers a simulated customer with the hash that came with the message', async () => {
    await red.deploy([
      {
        id: 'account',
        type: 'whatsapp-account',
        api: 'simulator',
        name: '',
        phoneNumberId: '',
        wabaId: '',
        graphVersion: 'v25.0',
        baseUrl: '',
        country: '',
      },
      {
        id: 'in',
        type: 'whatsapp-webhook-in',
        account: 'account',
        path: '/whatsapp/webhook',
        messages: true,
        statuses: true,
        identityChanges: true,
        accountEvents: true,
        bodyLimit: 3,
        wires: [['messages', 'send'], ['statuses'], ['changes'], ['events']],
      },
      {
        id: 'send',
        type: 'whatsapp-send-with-hash',
        account: 'account',
        to: '',
        toType: 'str',
        wires: [['accepted'], ['held'], ['failed']],
      },
    ]);
    await waitUntil(() => process.env.WHATSAPP_SIMULATOR_URL !== undefined);
    const url = process.env.WHATSAPP_SIMULATOR_URL;
    const answer = await fetch(`${url}/control/customers/16315551001/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${process.env.WHATSAPP_SIMULATOR_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'Hello' }),
    });
    assert.equal(answer.status, 200);
    const [accepted] = await red.waitFor('accepted');
    console.log(JSON.stringify(accepted), JSON.stringify(await red.waitFor('statuses')));
    assert.ok(accepted);
  });
});
