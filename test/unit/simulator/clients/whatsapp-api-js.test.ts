import { deepEqual, equal, match } from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { waitUntil } from '../../../harness/wait';
import { afterwards, cleanUp, type Stage, setStage } from '../support/stage';

const importModule: (name: string) => Promise<unknown> = require('../../../harness/import-module.cjs');

type Client = typeof import('whatsapp-api-js/middleware/node-http', { with: { 'resolution-mode': 'import' }});
type Errors = typeof import('whatsapp-api-js/errors', { with: { 'resolution-mode': 'import' }});
type Messages = typeof import('whatsapp-api-js/messages', { with: { 'resolution-mode': 'import' }});
type WhatsApp = InstanceType<Client['WhatsAppAPI']>;

const ANA = '+16505551234';
const USER_ID = 'US.13491208655302741918';
/** The number counts where a recipient has both. */
const TO_ANA = { phone: ANA, bsuid: USER_ID };
const PICTURE = Buffer.from('\x89PNG\r\n\x1a\nnot much of a picture', 'latin1');

type Received = Parameters<NonNullable<WhatsApp['on']['message']>>[0];
type Status = Parameters<NonNullable<WhatsApp['on']['status']>>[0];

interface Bot extends Stage {
  client: WhatsApp;
  messages: Messages;
  received: Received[];
  statuses: Status[];
}

/** A bot as its documents show one: the client's own webhook on a server of Node's, before the simulator. */
async function startBot(): Promise<Bot> {
  const { WhatsAppAPI } = (await importModule('whatsapp-api-js/middleware/node-http')) as Client;
  const messages = (await importModule('whatsapp-api-js/messages')) as Messages;
  const stage = await setStage({}, { identityCheck: true });
  const { simulator, number } = stage;
  const client = new WhatsAppAPI({
    token: number.accessToken,
    appSecret: number.appSecret,
    webhookVerifyToken: number.verifyToken,
    v: 'v25.0',
    // Its base URL is the platform's and cannot be set, but what fetches can.
    ponyfill: {
      fetch: ((url: string | URL, init?: RequestInit) =>
        fetch(String(url).replace('https://graph.facebook.com', simulator.url), init)) as typeof fetch,
    },
  });
  const received: Received[] = [];
  const statuses: Status[] = [];
  client.on.message = (event) => void received.push(event);
  client.on.status = (event) => void statuses.push(event);
  const server = createServer(async (request, response) => {
    try {
      if (request.method === 'GET') response.end(client.handle_get(request));
      else response.writeHead(await client.handle_post(request)).end();
    } catch (error) {
      response.writeHead(Number(error)).end();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterwards(() => server.close());
  const { port } = server.address() as AddressInfo;
  const handshake = await simulator.world.setWebhook(number.phoneNumberId, `http://127.0.0.1:${port}/webhook`);
  deepEqual(handshake, { verified: true, status: 200 });
  simulator.world.addCustomer({ phone: ANA, name: 'Ana', userId: USER_ID });
  return { ...stage, client, messages, received, statuses };
}

describe('the client whatsapp-api-js, pointed at the simulator', () => {
  afterEach(cleanUp);

  it('sends, and hears of it by signed webhooks', async () => {
    const { client, messages, number, simulator, statuses } = await startBot();
    const answer = await client.sendMessage(
      number.phoneNumberId,
      TO_ANA,
      new messages.Text('Hello'),
      undefined,
      'ours',
    );
    if (!('messages' in answer)) throw new Error(JSON.stringify(answer));
    const [{ id }] = answer.messages;
    await simulator.idle();
    deepEqual(
      statuses.map(({ status, id: of, recipient, biz_opaque_callback_data: data }) => [status, of, recipient, data]),
      ['sent', 'delivered'].map((status) => [
        status,
        id,
        { phone: '16505551234', bsuid: USER_ID, pbsuid: undefined },
        'ours',
      ]),
    );
    equal(simulator.world.customer(ANA).inbox[0]?.id, id);
  });

  it('receives a message in any script, shows that it writes, answers it, and is answered by a tap', async () => {
    const { messages, simulator, received, number } = await startBot();
    const customer = simulator.world.customer(ANA);
    customer.write('Grüße aus 東京 👋');
    const event = await waitUntil(() => received[0]);
    equal(event.message.type === 'text' && event.message.text.body, 'Grüße aus 東京 👋');
    deepEqual(
      [event.contact.profile?.name, 'phone' in event.recipient && event.recipient.phone],
      ['Ana', '16505551234'],
    );
    deepEqual(await event.received('text'), { success: true });
    equal(typeof customer.written[0]?.typingAt, 'string');

    // It answers without a plus sign, and S1 says whom that can reach.
    const { ActionButtons, Body, Button, Interactive, Text } = messages;
    const lost = await event.reply(new Text('Hello'));
    deepEqual('contacts' in lost && lost.contacts, [{ input: '16505551234', wa_id: '116505551234' }]);
    simulator.world.rules.numberWithoutPlus = 'international';
    await event.reply(new Interactive(new ActionButtons(new Button('yes', 'Yes')), new Body('Is it you?')), true);
    await simulator.idle();
    const [question] = customer.inbox;
    deepEqual(question?.content.context, { message_id: customer.written[0]?.id });
    customer.write({
      type: 'interactive',
      context: { from: number.displayPhoneNumber, id: question?.id },
      interactive: { type: 'button_reply', button_reply: { id: 'yes', title: 'Yes' } },
    });
    const tapped = await waitUntil(() => received[1]?.message);
    if (tapped.type !== 'interactive') throw new Error(tapped.type);
    deepEqual(tapped.interactive, { type: 'button_reply', button_reply: { id: 'yes', title: 'Yes' } });
  });

  it('uploads, sends, looks at, fetches and deletes a picture', async () => {
    const { client, messages, number, simulator } = await startBot();
    const form = new FormData();
    form.set('file', new Blob([PICTURE], { type: 'image/png' }), 'a.png');
    const uploaded = await client.uploadMedia(number.phoneNumberId, form);
    if (!('id' in uploaded)) throw new Error(JSON.stringify(uploaded));
    const { id } = uploaded;
    await client.sendMessage(number.phoneNumberId, TO_ANA, new messages.Image(id, true, 'Look'));
    await simulator.idle();
    deepEqual(simulator.world.customer(ANA).inbox[0]?.content, { type: 'image', image: { id, caption: 'Look' } });
    const info = await client.retrieveMedia(id, number.phoneNumberId);
    if (!('url' in info)) throw new Error(JSON.stringify(info));
    const file = await client.fetchMedia(info.url);
    deepEqual(Buffer.from(await file.arrayBuffer()), PICTURE);
    deepEqual(await client.deleteMedia(id), { success: true });
  });

  it('writes to a customer by user ID alone', async () => {
    const { client, messages, number, simulator, statuses } = await startBot();
    const to = { bsuid: USER_ID };
    const answer = await client.sendMessage(number.phoneNumberId, to, new messages.Text('Hello'));
    if (!('contacts' in answer)) throw new Error(JSON.stringify(answer));
    deepEqual(answer.contacts, [{ input: to.bsuid, user_id: to.bsuid }]);
    await simulator.idle();
    equal(statuses.at(-1)?.contact.user_id, to.bsuid);
  });

  it('reads the platform’s errors, and takes no webhook that is wrongly signed', async () => {
    const { client, messages, number, simulator, received } = await startBot();
    const answer = await client.sendMessage(
      number.phoneNumberId,
      { ...TO_ANA, phone: '+1' },
      new messages.Text('Hello'),
    );
    match('error' in answer ? answer.error.message : '', /^\(#131009\)/);
    simulator.faults.signature = 'wrong';
    simulator.world.customer(ANA).write('Hello');
    const { WhatsAppAPIFailedToVerifyError } = (await importModule('whatsapp-api-js/errors')) as Errors;
    const refused = new WhatsAppAPIFailedToVerifyError().httpStatus;
    const webhook = await waitUntil(() => simulator.timeline.entries.find(({ kind }) => kind === 'webhook'));
    const attempt = await waitUntil(() => ('attempts' in webhook ? webhook.attempts[0] : undefined));
    deepEqual([attempt.status, received.length], [refused, 0]);
  });
});
