import { describeError } from '../catalogue';
import { PlatformError } from '../errors';
import type { HttpAnswer } from '../http/exchange';
import { isObject, isText, objectsOf, parseJson, toInteger, toTrouble } from '../http/json';
import { type Circumstances, toNoAnswerError } from '../http/no-answer';
import { createRedact, type Redact } from '../http/redact';
import { type Refusal, toPlatformError } from '../refusal';
import { toWaiting } from '../waiting';

/**
 * The result in an answer of the On-Premises API; null for a success without content, which may be `null`, `{}` or no
 * body at all (S2).
 *
 * @param secrets what the answer may repeat and nobody else may see
 * @throws PlatformError when it says no, which it may also do with HTTP 200; NoAnswerError when it is of another form
 */
export function readAnswer(answer: HttpAnswer, secrets: readonly string[], circumstances: Circumstances): unknown {
  const body = parseJson(answer.text);
  const redact = createRedact(...secrets);
  const refusal = readRefusal(body);
  if (refusal !== undefined) throw toPlatformError(refusal, answer, redact);
  const provider = readProviderError(body, answer, redact);
  if (provider !== undefined) throw provider;
  const isSuccess = answer.status >= 200 && answer.status < 300;
  if (isSuccess && answer.text.trim() === '') return null;
  if (isSuccess && (body === null || isObject(body))) return body;
  throw toNoAnswerError(toTrouble(answer, body), circumstances);
}

/** Whether the server did not accept the credentials. */
export function isDenied({ status, text }: HttpAnswer): boolean {
  if (status === 401) return true;
  return status >= 200 && status < 300 && readRefusal(parseJson(text))?.code === ACCESS_DENIED;
}

const ACCESS_DENIED = 1005;

/** `{ errors: [{ code, title, details, href }] }` (facts, section 5). */
function readRefusal(body: unknown): Refusal | undefined {
  for (const error of objectsOf(isObject(body) ? body.errors : undefined)) {
    const code = toInteger(error.code);
    if (code === undefined) continue;
    const details = [error.details, error.title].find(isText);
    return { code, isTransient: false, ...(details === undefined ? {} : { details }) };
  }
  return undefined;
}

/** What a provider says for itself, without a code: `{ meta: { httpCode, developerMessage, success } }` of 360dialog. */
function readProviderError(body: unknown, { status, headers }: HttpAnswer, redact: Redact): PlatformError | undefined {
  const meta = isObject(body) ? body.meta : undefined;
  if (!isObject(meta) || !isText(meta.developerMessage)) return undefined;
  if (meta.success !== false && status < 400) return undefined;
  const httpStatus = toInteger(meta.httpCode) ?? status;
  const { name, meaning, retryable, advice, waitSeconds } = describeError(toLikeCode(httpStatus));
  const details = redact(meta.developerMessage);
  return new PlatformError(name, `${meaning} (HTTP ${httpStatus}: ${details.slice(0, 300)}).`, {
    retryable,
    advice,
    ...toWaiting(headers, waitSeconds),
    details,
    httpStatus,
  });
}

/** The code of the API that means what the HTTP status says. */
function toLikeCode(status: number): number {
  if (status === 401 || status === 403) return ACCESS_DENIED;
  if (status === 404) return 1006;
  if (status === 429) return 1015;
  return status >= 500 ? 1011 : 1000;
}
