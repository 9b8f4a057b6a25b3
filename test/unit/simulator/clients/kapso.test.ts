import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { cleanUp, type Stage, setStage } from '../support/stage';

type Kapso = typeof import('@kapso/whatsapp-cloud-api', { with: { 'resolution-mode': 'import' }});
type Server = typeof import('@kapso/whatsapp-cloud-api/server', { with: { 'resolution-mode': 'import' }});

const { GraphApiError, WhatsAppClient } = require('@kapso/whatsapp-cloud-api') as Kapso;
const { normalizeWebhook, verifySignature } = require('@kapso/whatsapp-cloud-api/server') as Server;

const ANA = '+16505551234';
const PICTURE = Buffer.from('\x89PNG\r\n\x1a\nnot much of a picture', 'latin1');

interface Connected extends Stage {
  client: InstanceType<Kapso['WhatsAppClient']>;
  /** What every call names. */
  from: { phoneNumberId: string };
  /** The webhooks so far, as the client reads them after it has checked their signatures. */
  webhooks(): ReturnType<Server['normalizeWebhook']>[];
}

async function connect(numberOptions = {}): Promise<Connected> {
  const stage = await setStage({}, { identityCheck: true, ...numberOptions });
  const { simulator, number, receiver } = stage;
  simulator.world.addCustomer({ phone: ANA, name: 'Ana', userId: 'US.13491208655302741918', username: 'ana' });
  return {
    ...stage,
    client: new WhatsAppClient({ baseUrl: simulator.url, accessToken: number.accessToken, graphVersion: 'v25.0' }),
    from: { phoneNumberId: number.phoneNumberId },
    webhooks: () =>
      receiver.webhooks.map(({ raw, signature, body }) => {
        ok(
          verifySignature({
            appSecret: number.appSecret,
            rawBody: raw,
            ...(signature && { signatureHeader: signature }),
          }),
        );
        return normalizeWebhook(body);
      }),
  };
}

describe('the client @kapso/whatsapp-cloud-api, pointed at the simulator', () => {
  afterEach(cleanUp);

  it('sends each kind of message, and hears of them by signed webhooks', async () => {
    const { client, from, simulator, webhooks } = await connect();
    const to = ANA;
    const { messages } = client;
    const sent = await messages.sendText({ ...from, to, body: 'Hello', previewUrl: true });
    equal(sent.contacts[0]?.waId, '16505551234');
    await messages.sendImage({ ...from, to, image: { link: 'https://example.com/a.jpg', caption: 'Look' } });
    await messages.sendDocument({ ...from, to, document: { link: 'https://example.com/a.pdf', filename: 'a.pdf' } });
    await messages.sendLocation({ ...from, to, location: { latitude: 1, longitude: 2, name: 'Here' } });
    await messages.sendContacts({
      ...from,
      to,
      contacts: [{ name: { formattedName: 'Cleo Park', firstName: 'Cleo' }, phones: [{ phone: '+16315551009' }] }],
    });
    await messages.sendInteractiveButtons({ ...from, to, bodyText: 'It?', buttons: [{ id: 'yes', title: 'Yes' }] });
    await messages.sendInteractiveList({
      ...from,
      to,
      bodyText: 'Which?',
      buttonText: 'Choose',
      sections: [{ title: 'All', rows: [{ id: 'a', title: 'A' }] }],
    });
    await messages.sendInteractiveCtaUrl({
      ...from,
      to,
      bodyText: 'See',
      parameters: { displayText: 'Open', url: 'https://example.com' },
    });
    await messages.sendTemplate({ ...from, to, template: { name: 'hello_world', language: { code: 'en_US' } } });
    await messages.sendReaction({ ...from, to, reaction: { messageId: sent.messages[0]?.id ?? '', emoji: '👍' } });
    await simulator.idle();
    deepEqual(
      simulator.world.customer(ANA).inbox.map(({ content }) => content.type),
      [
        ...['text', 'image', 'document', 'location', 'contacts', 'interactive', 'interactive', 'interactive'],
        ...['template', 'reaction'],
      ],
    );
    const first = webhooks().flatMap(({ statuses }) => statuses.filter(({ id }) => id === sent.messages[0]?.id));
    deepEqual(
      first.map(({ status, recipientId, recipientUserId }) => [status, recipientId, recipientUserId]),
      ['sent', 'delivered'].map((status) => [status, '16505551234', 'US.13491208655302741918']),
    );
  });

  it('receives a message with its contact and its identity, and marks it as read while it writes', async () => {
    const { client, from, simulator, webhooks } = await connect();
    const customer = simulator.world.customer(ANA);
    const id = customer.write('Grüße 👋');
    await simulator.idle();
    const [{ messages: [message] = [], contacts: [contact] = [], ...about } = { messages: [], contacts: [] }] =
      webhooks();
    deepEqual([message?.id, message?.text?.body, message?.from], [id, 'Grüße 👋', '16505551234']);
    deepEqual(
      [contact?.waId, contact?.userId, contact?.profile?.username, contact?.identityKeyHash],
      ['16505551234', customer.userId, 'ana', customer.identityHash],
    );
    equal('phoneNumberId' in about && about.phoneNumberId, from.phoneNumberId);
    deepEqual(await client.messages.markRead({ ...from, messageId: id, typingIndicator: { type: 'text' } }), {
      success: true,
    });
    equal(typeof customer.written[0]?.typingAt, 'string');
  });

  it('uploads, looks at, downloads and deletes media, and downloads what a customer sent', async () => {
    const { client, from, control, simulator, webhooks } = await connect();
    const file = new Blob([PICTURE], { type: 'image/png' });
    const { id } = await client.media.upload({ ...from, type: 'image/png', file, fileName: 'a.png' });
    const info = await client.media.get({ ...from, mediaId: id });
    deepEqual([info.mimeType, Number(info.fileSize)], ['image/png', PICTURE.length]);
    deepEqual(Buffer.from((await client.media.download({ mediaId: id, auth: 'always' })) as ArrayBuffer), PICTURE);
    deepEqual(await client.media.delete({ mediaId: id }), { success: true });
    await rejects(client.media.get({ mediaId: id }), GraphApiError);

    const media = { type: 'image', mimeType: 'image/png', data: PICTURE.toString('base64') };
    await control('POST', `/customers/${ANA}/messages`, { media });
    await simulator.idle();
    const image = webhooks().flatMap(({ messages }) => messages)[0]?.image as { id: string } | undefined;
    const theirs = await client.media.download({ mediaId: image?.id ?? '', auth: 'always' });
    deepEqual(Buffer.from(theirs as ArrayBuffer), PICTURE);
  });

  it('reads the number, its settings, and changes its identity check', async () => {
    const { client, from, number } = await connect({ identityCheck: false });
    const answer = await client.request('GET', from.phoneNumberId, { responseType: 'json' });
    deepEqual((answer as { displayPhoneNumber: string }).displayPhoneNumber, number.displayPhoneNumber);
    equal(typeof (await client.phoneNumbers.settings.get(from)), 'object');
    const check = { userIdentityChange: { enableIdentityKeyCheck: true } };
    deepEqual(await client.phoneNumbers.settings.update({ ...from, ...check }), { success: true });
    equal(number.identityCheck, true);
  });

  it('verifies and registers a number by the code that it received', async () => {
    const { client, from, number } = await connect({ verified: false });
    const { phoneNumbers } = client;
    await phoneNumbers.requestCode({ ...from, codeMethod: 'SMS', language: 'en_US' });
    await rejects(phoneNumbers.verifyCode({ ...from, code: 'x00000' }), GraphApiError);
    await phoneNumbers.verifyCode({ ...from, code: number.verification.codes[0]?.code ?? '' });
    deepEqual(await phoneNumbers.register({ ...from, pin: '123456' }), { success: true });
    equal(number.registration.isRegistered, true);
    deepEqual(await phoneNumbers.deregister(from), { success: true });
  });

  it('reads the platform’s errors', async () => {
    const { client, from, simulator } = await connect();
    const error = await client.messages
      .sendText({ ...from, to: '+1', body: 'Hello' })
      .catch((reason: unknown) => reason);
    ok(error instanceof GraphApiError);
    deepEqual([error.httpStatus, error.code], [400, 131009]);
    simulator.faults.apiError = { code: 130429, times: 1 };
    const limited = await client.messages.sendText({ ...from, to: ANA, body: 'x' }).catch((reason: unknown) => reason);
    ok(limited instanceof GraphApiError);
    equal(limited.code, 130429);
    equal(limited.isRateLimit(), true);
  });
});
