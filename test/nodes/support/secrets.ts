import { createHmac } from 'node:crypto';

/** What must never be seen outside. No value is part of another, or of anything that a test may show. */
export const ACCESS_TOKEN = 'EAAJaccessTokenOfTheTests7f3c';
export const APP_SECRET = 'a1c9appSecretOfTheTests04bd';
export const VERIFY_TOKEN = 'verifyTokenOfTheTests-9e51';
export const SERVER_PASSWORD = 'serverPasswordOfTheTests-2b8d';
export const PATH_SECRET = 'pathSecretOfTheTests_6c1e';
export const WEBHOOK_PASSWORD = 'webhookPasswordOfTheTests.a0f4';

/** What shows Graph that the caller has both: a password in a query string. */
export const APP_SECRET_PROOF = createHmac('sha256', APP_SECRET).update(ACCESS_TOKEN).digest('hex');

export const ALL_SECRETS = [
  ACCESS_TOKEN,
  APP_SECRET,
  APP_SECRET_PROOF,
  VERIFY_TOKEN,
  SERVER_PASSWORD,
  PATH_SECRET,
  WEBHOOK_PASSWORD,
];
