import { deepEqual, equal } from 'node:assert/strict';
import { deferPlatform } from '../../../src/platform/deferred';
import { InputError } from '../../../src/platform/errors';
import { ACCEPTED, MESSAGE, platformAt } from './cloud/cloud-platform';
import { failureOf } from './failure';
import { answerJson, cleanUp, serve } from './loopback';

describe('deferPlatform', () => {
  afterEach(cleanUp);

  it('has what is asked wait until the platform is open', async () => {
    const { baseUrl } = await serve(({ path, headers, method }, response) => {
      if (path === '/file') return response.end('x');
      const media = { url: `http://${headers.host}/file`, mime_type: 'image/png' };
      const known = method === 'GET' && path?.endsWith('/1') ? { ...media, id: '1' } : { id: '1' };
      answerJson(response, 200, { ...(path?.endsWith('/messages') ? ACCEPTED : known), success: true });
    });
    let open: () => void = () => undefined;
    const opening = new Promise<void>((resolve) => {
      open = resolve;
    });
    const platform = deferPlatform(
      'simulator',
      opening.then(() => platformAt(baseUrl, { api: 'simulator', wabaId: '1' })),
    );
    const results = Promise.all([
      platform.sendMessage(MESSAGE).then(({ id }) => id),
      platform.markAsRead({ message_id: '1' }),
      platform.setIdentityCheck(true),
      platform.readIdentityCheck(),
      platform.requestCode({ method: 'VOICE', language: 'en' }),
      platform.verifyCode('123456'),
      platform.register({ pin: '123456' }),
      platform.deregister(),
      platform.setTwoStepPin('123456'),
      platform.numberInfo(),
      platform.listNumbers(),
      platform.listTemplates(),
      platform.uploadMedia({ content: Buffer.from('x'), mimeType: 'image/png', filename: 'x' }),
      platform.mediaInfo('1').then(({ mimeType }) => mimeType),
      platform.downloadMedia('1', () => undefined, 100).then(({ size }) => size),
      platform.deleteMedia('1'),
    ]);
    open();
    const nothing = undefined;
    deepEqual(await results, [
      'wamid.HBgL',
      nothing,
      nothing,
      'unknown',
      nothing,
      nothing,
      nothing,
      nothing,
      nothing,
      { success: true, id: '1' },
      { numbers: [] },
      { templates: [] },
      '1',
      'image/png',
      1,
      nothing,
    ]);
    for (const lacking of [
      platform.validateContacts({ contacts: [], blocking: 'wait', forceCheck: true }),
      platform.readIdentity('1'),
      platform.acknowledgeIdentity('1', 'x'),
    ]) {
      equal(await lacking.catch(({ code }) => code), 'not_supported');
    }
    equal(platform.api, 'simulator');
  });

  it('has everything fail for the reason why it could not be opened', async () => {
    const reason = new InputError('access_token_missing', 'No token.', 'Enter one.');
    const platform = deferPlatform('cloud', Promise.reject(reason));
    equal(await failureOf(platform.sendMessage(MESSAGE), InputError), reason);
    equal(await failureOf(platform.numberInfo(), InputError), reason);
    platform.close();
  });
});
