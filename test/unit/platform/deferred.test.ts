import { deepEqual, equal } from 'node:assert/strict';
import { deferPlatform } from '../../../src/platform/deferred';
import { InputError } from '../../../src/platform/errors';
import { ACCEPTED, MESSAGE, platformAt } from './cloud/cloud-platform';
import { failureOf } from './failure';
import { answerJson, cleanUp, serve } from './loopback';

describe('deferPlatform', () => {
  afterEach(cleanUp);

  it('has what is asked wait until the platform is open', async () => {
    const { baseUrl } = await serve(({ path }, response) => {
      answerJson(response, 200, { ...(path?.endsWith('/messages') ? ACCEPTED : { id: '1' }), success: true });
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
