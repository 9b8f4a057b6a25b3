import { deepEqual, equal, match } from 'node:assert/strict';
import { NotSupportedError } from '../../../src/platform/errors';
import type { Platform } from '../../../src/platform/platform';
import { platformAt } from './cloud/cloud-platform';
import { failureOf } from './failure';
import { cleanUp } from './loopback';
import { onPremisesAt } from './on-premises/on-premises-platform';

// Nobody listens there: an operation that asks the network fails otherwise.
const NOWHERE = 'http://127.0.0.1:9';

const CALLS: Record<string, (platform: Platform) => Promise<unknown>> = {
  requestCode: (platform) => platform.requestCode({ method: 'SMS', language: 'en_US' }),
  verifyCode: (platform) => platform.verifyCode('123456'),
  register: (platform) => platform.register({ pin: '123456' }),
  deregister: (platform) => platform.deregister(),
  setTwoStepPin: (platform) => platform.setTwoStepPin('123456'),
  numberInfo: (platform) => platform.numberInfo(),
  listNumbers: (platform) => platform.listNumbers(),
  listTemplates: (platform) => platform.listTemplates(),
  subscribedApps: (platform) => platform.subscribedApps(),
  subscribeApp: (platform) => platform.subscribeApp(),
  inspectToken: (platform) => platform.inspectToken(),
  logIn: (platform) => platform.logIn(),
  serverInfo: (platform) => platform.serverInfo(),
  uploadMedia: (platform) => platform.uploadMedia({ content: Buffer.from('x'), mimeType: 'image/png', filename: 'x' }),
  mediaInfo: (platform) => platform.mediaInfo('1'),
  downloadMedia: (platform) => platform.downloadMedia('1', () => undefined, 1),
  deleteMedia: (platform) => platform.deleteMedia('1'),
  validateContacts: (platform) => platform.validateContacts({ contacts: [], blocking: 'wait', forceCheck: false }),
  readIdentity: (platform) => platform.readIdentity('1'),
  acknowledgeIdentity: (platform) => platform.acknowledgeIdentity('1', 'x'),
};

describe('an operation that an API does not have', () => {
  afterEach(cleanUp);

  for (const name of ['validateContacts', 'readIdentity', 'acknowledgeIdentity', 'logIn', 'serverInfo']) {
    it(`${name} of the Cloud API names the On-Premises API, its end, and another way`, async () => {
      const error = await failureOf(CALLS[name]?.(platformAt(NOWHERE)) ?? Promise.resolve(), NotSupportedError);
      deepEqual([error.code, error.retryable], ['not_supported', false]);
      match(error.message, /not possible with the Cloud API.*On-Premises API.*October 2025/);
      match(error.advice, /^[A-Z].*\.$/);
    });
  }

  for (const name of [
    'requestCode',
    'verifyCode',
    'register',
    'deregister',
    'setTwoStepPin',
    'numberInfo',
    'listNumbers',
    'listTemplates',
    'inspectToken',
    'subscribedApps',
    'subscribeApp',
    'uploadMedia',
    'mediaInfo',
    'downloadMedia',
    'deleteMedia',
  ]) {
    it(`${name} of the On-Premises API names the Cloud API and another way`, async () => {
      const error = await failureOf(CALLS[name]?.(onPremisesAt(NOWHERE)) ?? Promise.resolve(), NotSupportedError);
      equal(error.code, 'not_supported');
      match(error.message, /not possible with the On-Premises API; what has it is the Cloud API\./);
      match(error.advice, /^[A-Z].*\.$/);
    });
  }
});
