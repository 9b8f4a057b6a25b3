import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { InputError, NoAnswerError, NotSupportedError, PlatformError } from '../../../../src/platform/errors';
import type { Platform } from '../../../../src/platform/platform';
import { MESSAGE } from '../cloud/cloud-platform';
import { failureOf } from '../failure';
import { answerJson, cleanUp, serve } from '../loopback';
import { META, onPremisesAt } from './on-premises-platform';

async function answering(status: number, body: unknown): Promise<{ platform: Platform; asked: () => string[] }> {
  const { baseUrl, requests } = await serve((_request, response) => {
    if (typeof body === 'string') response.writeHead(status).end(body);
    else answerJson(response, status, body);
  });
  const asked = (): string[] => requests.map((seen) => `${seen.method} ${seen.path} ${seen.body}`.trim());
  return { platform: onPremisesAt(baseUrl), asked };
}

describe('messages of the On-Premises API', () => {
  afterEach(cleanUp);

  const ACCEPTED = { messages: [{ id: 'gBEGkYiEB1VXAglK1ZEqA1YKPrU' }], meta: META };

  it('go to the wa_id, without what only the Cloud API has', async () => {
    const { platform, asked } = await answering(201, ACCEPTED);
    const receipt = await platform.sendMessage({
      ...MESSAGE,
      recipient_type: 'individual',
      recipient_identity_key_hash: 'DF2lS5v2W6x=',
      biz_opaque_callback_data: 'ours',
    });
    deepEqual(receipt, { id: 'gBEGkYiEB1VXAglK1ZEqA1YKPrU', contacts: [], raw: ACCEPTED });
    deepEqual(asked(), [
      `POST /v1/messages ${JSON.stringify({ type: 'text', text: MESSAGE.text, recipient_type: 'individual', to: '16315551234' })}`,
    ]);
    equal(platform.api, 'on-premises');
  });

  it('from customers are marked as read', async () => {
    const { platform, asked } = await answering(200, '');
    await platform.markAsRead({ message_id: 'ABGG/x', typing_indicator: { type: 'text' } });
    deepEqual(asked(), ['PUT /v1/messages/ABGG%2Fx {"status":"read"}']);
  });

  it('go to a group as it is named', async () => {
    const { platform, asked } = await answering(201, ACCEPTED);
    await platform.sendMessage({ type: 'text', text: { body: 'x' }, recipient_type: 'group', to: '+group-1' });
    match(asked()[0] ?? '', /"to":"\+group-1"/);
  });

  it('cannot go to a user ID', async () => {
    const { platform, asked } = await answering(201, ACCEPTED);
    const sending = platform.sendMessage({ type: 'text', text: { body: 'x' }, recipient: 'US.1349120865530274' });
    equal((await failureOf(sending, NotSupportedError)).code, 'not_supported');
    deepEqual(asked(), []);
  });

  for (const status of [200, 403]) {
    it(`to a customer whose identity changed are refused with 480, under HTTP ${status}`, async () => {
      const title = 'Failed to send message since we detect an identity change of the contact';
      const { platform } = await answering(status, { errors: [{ code: 480, title }], meta: META });
      const error = await failureOf(platform.sendMessage(MESSAGE), PlatformError);
      deepEqual(
        [error.code, error.retryable, error.cause.platformCode, error.cause.details],
        ['identity_mismatch', false, 480, title],
      );
    });
  }

  it('without an ID in the answer have an unknown outcome', async () => {
    const { platform } = await answering(200, { meta: META });
    equal((await failureOf(platform.sendMessage(MESSAGE), NoAnswerError)).code, 'unknown_outcome');
  });
});

describe('contacts of the On-Premises API', () => {
  afterEach(cleanUp);

  it('are checked, and answered in the recorded form', async () => {
    const contacts = [
      { wa_id: '16315551000', input: '16315551000', status: 'valid' },
      { wa_id: '16315551001', input: '+1 631 555 1001', status: 'processing' },
      { input: '6315551002', status: 'invalid' },
      { input: '+163155588', status: 'failed' },
    ];
    const { platform, asked } = await answering(200, { contacts, meta: META });
    const request = { contacts: ['16315551000'], blocking: 'no_wait', forceCheck: false } as const;
    deepEqual(await platform.validateContacts(request), { contacts, version: 'v2.45.1' });
    deepEqual(asked(), ['POST /v1/contacts {"blocking":"no_wait","contacts":["16315551000"],"force_check":false}']);
  });

  it('of a sandbox are pending, which means processing; what nobody knows has failed', async () => {
    const { platform } = await answering(200, {
      contacts: [{ input: '+1', status: 'pending' }, { input: '+2', status: 'new' }, null, { status: 'valid' }],
    });
    deepEqual(await platform.validateContacts({ contacts: [], blocking: 'wait', forceCheck: true }), {
      contacts: [
        { input: '+1', status: 'processing' },
        { input: '+2', status: 'failed' },
      ],
    });
  });

  it('must be in the answer', async () => {
    const { platform } = await answering(200, { contacts: {} });
    const check = platform.validateContacts({ contacts: [], blocking: 'wait', forceCheck: true });
    equal((await failureOf(check, NoAnswerError)).code, 'unusable_answer');
  });

  for (const [what, contacts] of [
    ['recorded', { hash: 'UKD6Y/5SqDU=', created_timestamp: 1600132094000, acknowledged: true }],
    ['textual', { hash: 'UKD6Y/5SqDU=', created_timestamp: '1600132094', acknowledged: 'true' }],
    ['listed', [{ hash: 'UKD6Y/5SqDU=', created_timestamp: 1600132094000, acknowledged: true }]],
  ] as const) {
    it(`have an identity in the ${what} form`, async () => {
      const { platform, asked } = await answering(200, { contacts, meta: META });
      deepEqual(await platform.readIdentity('+16315551234'), {
        hash: 'UKD6Y/5SqDU=',
        created_timestamp: 1600132094000,
        acknowledged: true,
      });
      deepEqual(asked(), ['GET /v1/contacts/16315551234/identity']);
    });
  }

  it('have an identity that counts as not acknowledged while nothing says so', async () => {
    const { platform } = await answering(200, { contacts: { hash: 'UKD6Y/5SqDU=' } });
    deepEqual(await platform.readIdentity('16315551234'), { hash: 'UKD6Y/5SqDU=', acknowledged: false });
  });

  it('without a hash have no identity', async () => {
    const { platform } = await answering(200, { contacts: {} });
    equal((await failureOf(platform.readIdentity('16315551234'), NoAnswerError)).code, 'unusable_answer');
  });

  for (const body of ['null', '{}', '', '  ', '{"meta":{"version":"v2.45.1"}}']) {
    it(`are acknowledged by the answer ${JSON.stringify(body)}`, async () => {
      const { platform, asked } = await answering(200, body);
      await platform.acknowledgeIdentity('16315551234', 'Rc/eg9RQ0JA=');
      deepEqual(asked(), ['PUT /v1/contacts/16315551234/identity {"hash":"Rc/eg9RQ0JA="}']);
    });
  }

  it('are not acknowledged by a web page', async () => {
    const { platform } = await answering(200, '<html>log in</html>');
    equal((await failureOf(platform.acknowledgeIdentity('1', 'x'), NoAnswerError)).code, 'unusable_answer');
  });

  it('that are unknown are told so', async () => {
    const errors = [{ code: 1006, title: 'Resource not found', details: 'unknown contact' }];
    const { platform } = await answering(404, { errors, meta: META });
    const error = await failureOf(platform.readIdentity('16315551234'), PlatformError);
    deepEqual(
      [error.code, error.cause.details, error.cause.httpStatus],
      ['resource_not_found', 'unknown contact', 404],
    );
  });

  for (const waId of ['', '../settings', 'US.1', '1/2']) {
    it(`are not looked for under ${JSON.stringify(waId)}`, async () => {
      const { platform, asked } = await answering(200, {});
      equal((await failureOf(platform.readIdentity(waId), InputError)).code, 'wa_id_invalid');
      deepEqual(asked(), []);
    });
  }
});

describe('the identity check of the On-Premises API', () => {
  afterEach(cleanUp);

  it('is a setting that can be written', async () => {
    const { platform, asked } = await answering(200, {});
    await platform.setIdentityCheck(true);
    await platform.setIdentityCheck(false);
    deepEqual(asked(), [
      'PATCH /v1/settings/application {"show_security_notifications":true}',
      'PATCH /v1/settings/application {"show_security_notifications":false}',
    ]);
  });

  for (const [application, expected] of [
    [{ show_security_notifications: true }, 'on'],
    [{ show_security_notifications: 'false' }, 'off'],
    [{}, 'unknown'],
  ] as const) {
    it(`is ${expected} when the settings are ${JSON.stringify(application)}`, async () => {
      const { platform, asked } = await answering(200, { settings: { application }, meta: META });
      equal(await platform.readIdentityCheck(), expected);
      deepEqual(asked(), ['GET /v1/settings/application']);
    });
  }

  it('needs a user who may change settings', async () => {
    const { platform } = await answering(403, { errors: [{ code: 1005, title: 'Access denied' }] });
    await rejects(platform.setIdentityCheck(true), /denies access/);
  });
});

describe('the base URL of the On-Premises API', () => {
  afterEach(cleanUp);

  for (const path of ['', '/', '/v1', '/v1/', '/wa/v1']) {
    it(`may end with ${JSON.stringify(path)}`, async () => {
      const { baseUrl, requests } = await serve((_request, response) => answerJson(response, 200, {}));
      await onPremisesAt(`${baseUrl}${path}`).setIdentityCheck(true);
      equal(requests[0]?.path, `${path.startsWith('/wa') ? '/wa' : ''}/v1/settings/application`);
    });
  }
});
