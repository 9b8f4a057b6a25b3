import { type ErrorDetails, PlatformError } from '../errors';
import { isObject, isText } from '../http/json';

/**
 * The error for an answer that refuses the proof of the app secret, or misses it. Graph has no code of its own for it, but
 * these words, which are English for everybody: only `error_user_msg` is translated (facts, section 4).
 *
 * @param refusal what the platform said otherwise
 */
export function toAppSecretError(body: unknown, refusal: PlatformError): PlatformError | undefined {
  const error = isObject(body) ? body.error : undefined;
  const message = isObject(error) && isText(error.message) ? error.message : '';
  if (/\binvalid appsecret_proof\b/i.test(message)) return wrong(refusal.cause);
  return /\brequires? an appsecret_proof\b/i.test(message) ? missing(refusal.cause) : undefined;
}

const wrong = (details: ErrorDetails): PlatformError =>
  new PlatformError('app_secret_wrong', 'The app secret is not that of the app which made the access token.', {
    ...details,
    advice: 'Copy the app secret again (App settings, Basic), of the app that the access token was made for.',
  });

const missing = (details: ErrorDetails): PlatformError =>
  new PlatformError('app_secret_required', 'The app takes only calls that prove its app secret (appsecret_proof).', {
    ...details,
    advice: 'Enter the app secret in the account (App settings, Basic), or switch off "Require app secret" in the app.',
  });
