import { describeError } from '../platform/catalogue';
import { NoAnswerError, type WhatsAppError } from '../platform/errors';
import type { Finding, Part } from './finding';

/** Which part of the account is at fault, by the code of the error. */
const PARTS: Readonly<Record<string, Part>> = {
  auth_failed: 'accessToken',
  access_token_missing: 'accessToken',
  access_token_invalid: 'accessToken',
  access_token_of_another_url: 'accessToken',
  app_secret_wrong: 'appSecret',
  app_secret_required: 'appSecret',
  app_secret_of_another_url: 'appSecret',
  permission_missing: 'permission',
  phone_number_unknown: 'phoneNumberId',
  phone_number_id_missing: 'phoneNumberId',
  phone_number_id_invalid: 'phoneNumberId',
  waba_unknown: 'wabaId',
  waba_id_missing: 'wabaId',
  waba_id_invalid: 'wabaId',
  graph_version_invalid: 'graphVersion',
  base_url_invalid: 'server',
  path_unknown: 'server',
  proxy_invalid: 'server',
  ca_invalid: 'server',
  account_restricted: 'account',
  number_not_registered: 'phoneNumberId',
  user_missing: 'login',
  user_invalid: 'login',
  password_missing: 'login',
  password_of_another_url: 'login',
  bearer_token_of_another_url: 'login',
  api_key_of_another_url: 'login',
  api_key_missing: 'login',
  api_key_invalid: 'login',
  api_key_header_invalid: 'login',
};

/**
 * What an error says about the account.
 *
 * @param asked what was being looked at: the part at fault where the error names no other
 */
export function toFinding(error: WhatsAppError, asked: Part): Finding {
  const { code, message, advice } = clarify(error);
  const part = error instanceof NoAnswerError ? 'server' : (PARTS[code] ?? asked);
  const details = code === 'permission_missing' ? { details: { permission: PERMISSION } } : {};
  return { part, level: 'fault', code, message, advice, ...details };
}

/** Everything but messages needs it (facts, sections 4 and 6). */
const PERMISSION = 'whatsapp_business_management';

type Said = Pick<WhatsAppError, 'code' | 'message' | 'advice'>;

/** What the code alone does not tell, but the circumstances do. */
function clarify(error: WhatsAppError): Said {
  // Code 200 stands for a call without a token as well as for a permission that it lacks: here each call has one.
  if (error.code === 'auth_failed' && error.cause.platformCode === 200) {
    const { name, meaning, advice } = describeError(10);
    return { code: name, message: `${meaning} (error 200).`, advice };
  }
  if (error.cause.platformCode === UNKNOWN_PATH) return pathUnknown;
  const kind = /nonexisting field .* on node type \((\w+)\)/i.exec(error.cause.details ?? '')?.[1];
  return kind === undefined ? error : idOfAnotherKind(kind);
}

/** What Graph says of an address that has more in its path than Graph does. */
const UNKNOWN_PATH = 2500;

const pathUnknown: Said = {
  code: 'path_unknown',
  message: `What answers speaks the Graph API, but knows no such path (error ${UNKNOWN_PATH}).`,
  advice: 'Correct the base URL in the account: usually it is a host alone, like https://graph.facebook.com.',
};

/** People fill in the ID of the app, of the business or of the account instead of the number's. */
const idOfAnotherKind = (kind: string): Said => ({
  code: 'id_of_another_kind',
  message: `The ID is not that of a phone number: the platform has another kind of object under it (${kind}).`,
  advice: 'Enter the phone number ID, which the app dashboard shows below the phone number (API Setup).',
});

/** Whether nothing else can be learned before this is mended: every other call would fail in the same way. */
export const isFatal = ({ part, level }: Finding): boolean =>
  level === 'fault' && ['server', 'accessToken', 'appSecret', 'graphVersion', 'login'].includes(part);
