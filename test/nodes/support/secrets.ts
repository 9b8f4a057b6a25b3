/** What must never be seen outside. No value is part of another, or of anything that a test may show. */
export const ACCESS_TOKEN = 'EAAJaccessTokenOfTheTests7f3c';
export const APP_SECRET = 'a1c9appSecretOfTheTests04bd';
export const VERIFY_TOKEN = 'verifyTokenOfTheTests-9e51';

export const ALL_SECRETS = [ACCESS_TOKEN, APP_SECRET, VERIFY_TOKEN];
