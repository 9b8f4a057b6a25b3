import { deepEqual, equal } from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { setOnPremisesStage } from '../support/on-premises-stage';
import { cleanUp, type Stage, setStage } from '../support/stage';

// Requests as clients make them that are not among our dependencies: shapes from the facts, sections 3 to 5, 8 and 11.

const ANA = '+16505551234';

interface Shape {
  /** Which document shows it, or how it differs. */
  by: string;
  method?: string;
  path: string;
  /** An object is sent as JSON. */
  body?: object | FormData | URLSearchParams;
  headers?: Record<string, string>;
  status?: number;
}

const form = (fields: Record<string, string>): FormData => {
  const made = new FormData();
  for (const [name, value] of Object.entries(fields)) made.set(name, value);
  return made;
};

async function request(url: string, token: string | undefined, shape: Shape) {
  const { method = 'POST', path, body, headers = {} } = shape;
  const isForm = body instanceof FormData || body instanceof URLSearchParams;
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

const text = { messaging_product: 'whatsapp', to: ANA, type: 'text', text: { body: 'Hi' } };
const code = { code_method: 'SMS', language: 'en_US' };
const check = { enable_identity_key_check: true };

describe('the simulated Graph API takes requests', () => {
  afterEach(cleanUp);

  const expectAll = async ({ simulator, number }: Stage, shapes: Shape[]): Promise<void> => {
    for (const shape of shapes) {
      const url = `${simulator.url}/v25.0/${number.phoneNumberId}`;
      const { status, text: answer } = await request(url, number.accessToken, shape);
      equal(status, shape.status ?? 200, `${shape.by}: ${answer}`);
    }
  };

  it('for messages', async () => {
    const stage = await setStage({ rules: { limitSending: false } }, { identityCheck: true });
    const customer = stage.simulator.world.addCustomer({ phone: ANA, userId: 'US.13491208655302741918' });
    const id = customer.write('Hello');
    const hash = { recipient_identity_key_hash: customer.identityHash };
    await expectAll(stage, [
      { by: 'the documents', path: '/messages', body: { ...text, recipient_type: 'individual' } },
      { by: 'S1, with a hash', path: '/messages', body: { ...text, ...hash } },
      { by: 'the documents, an answer', path: '/messages', body: { ...text, context: { message_id: id } } },
      {
        by: 'the documents, with data of the business',
        path: '/messages',
        body: { ...text, biz_opaque_callback_data: 'x'.repeat(512) },
      },
      { by: 'a number as a JSON number', path: '/messages', body: { ...text, to: 16505551234 } },
      { by: 'D06, number and user ID', path: '/messages', body: { ...text, recipient: customer.userId } },
      { by: 'D06, user ID', path: '/messages', body: { ...text, to: undefined, recipient: customer.userId } },
      { by: 'a form', path: '/messages', body: new URLSearchParams({ ...text, text: '{"body":"Hi"}' }) },
      {
        by: 'the documents',
        path: '/messages',
        body: { messaging_product: 'whatsapp', status: 'read', message_id: id },
      },
    ]);
    await stage.simulator.idle();
    // All but the one that went to another country, for want of a plus sign.
    equal(customer.inbox.length, 7);
  });

  it('for settings, of which only one name is right', async () => {
    const stage = await setStage();
    await expectAll(stage, [
      { by: 'S1', path: '/settings', body: { user_identity_change: check } },
      { by: 'a form', path: '/settings', body: new URLSearchParams({ user_identity_change: JSON.stringify(check) }) },
      { by: 'a multipart form', path: '/settings', body: form({ user_identity_change: JSON.stringify(check) }) },
      { by: 'OA', path: '/settings', body: { user_identity_change: { enabled: true } }, status: 400 },
    ]);
    stage.simulator.world.rules.identityCheckMember = 'enabled';
    await expectAll(stage, [{ by: 'OA', path: '/settings', body: { user_identity_change: { enabled: true } } }]);
  });

  it('for codes, in each form that a document shows', async () => {
    const stage = await setStage({}, { verified: false });
    await expectAll(stage, [
      { by: 'S1', path: '/request_code', body: form(code) },
      { by: 'the page of 2026', path: '/request_code?code_method=SMS&language=en_US' },
      { by: 'OA', path: '/request_code', body: code },
      { by: 'a form', path: '/request_code', body: new URLSearchParams({ ...code, language: 'en' }) },
    ]);
    const newest = stage.number.verification.codes.at(-1)?.code ?? '';
    await expectAll(stage, [
      { by: 'S1', path: '/verify_code', body: form({ code: newest }) },
      { by: 'the documents', path: '/register', body: { messaging_product: 'whatsapp', pin: '212834' } },
      { by: 'the documents', path: '', body: { pin: '123456' } },
    ]);
  });

  it('with the token in the address, with its proof, and without a version', async () => {
    const { simulator, number } = await setStage();
    const { accessToken, appSecret, phoneNumberId } = number;
    const proof = createHmac('sha256', appSecret).update(accessToken).digest('hex');
    const asked = (query: string, token?: string) =>
      request(simulator.url, token, { by: '', method: 'GET', path: `/${phoneNumberId}?${query}` });
    equal((await asked(`access_token=${accessToken}&appsecret_proof=${proof}`)).status, 200);
    equal((await asked(`fields=id,verified_name&appsecret_proof=${proof}`, accessToken)).status, 200);
    equal((await asked(`appsecret_proof=${'0'.repeat(64)}`, accessToken)).status, 400);
  });
});

describe('the simulated On-Premises API takes requests', () => {
  afterEach(cleanUp);

  it('of its own documents and of providers', async () => {
    const { simulator, number, api } = await setOnPremisesStage(
      { rules: { contactCheckMs: 0 } },
      { apiKey: 'the key' },
    );
    const customer = simulator.world.addCustomer({ phone: ANA });
    const contacts = { blocking: 'wait', contacts: [ANA], force_check: false };
    const answers = [
      await api('POST', '/contacts', contacts),
      await api('POST', '/messages', {
        to: '16505551234',
        type: 'text',
        text: { body: 'Hi' },
        recipient_type: 'individual',
      }),
      await api('PATCH', '/settings/application', { show_security_notifications: true, sent_status: true }),
      await api('GET', '/contacts/16505551234/identity'),
      await api('PUT', '/contacts/16505551234/identity', { hash: customer.identityHash }),
    ];
    deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200, 200, 200],
    );
    deepEqual(answers[0]?.body.contacts, [{ input: ANA, status: 'valid', wa_id: '16505551234' }]);
    const headers = { 'd360-api-key': number.onPremises?.apiKey ?? '' };
    const body = { to: '16505551234', type: 'text', text: { body: 'Hi' } };
    const { status } = await request(simulator.url, undefined, {
      by: '360dialog',
      path: '/v1/messages',
      body,
      headers,
    });
    equal(status, 200);
    await simulator.idle();
    equal(customer.inbox.length, 2);
  });
});
