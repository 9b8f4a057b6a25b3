import { isObject, isText, toInteger } from '../http/json';
import type { Refusal } from '../refusal';

/** The `error` object of a Graph answer (facts, section 10); undefined when it has none of the platform's form. */
export function readGraphError(body: unknown): Refusal | undefined {
  const error = isObject(body) ? body.error : undefined;
  if (!isObject(error)) return undefined;
  const code = toInteger(error.code);
  if (code === undefined) return undefined;
  const data = error.error_data;
  // Some answers carry the details as plain text in the place of the object.
  const details = [isObject(data) ? data.details : data, error.error_user_msg, error.message].find(isText);
  const subcode = toInteger(error.error_subcode);
  const fbtraceId = error.fbtrace_id;
  return {
    code,
    isTransient: error.is_transient === true,
    ...(subcode === undefined ? {} : { subcode }),
    ...(isText(details) ? { details } : {}),
    ...(isText(fbtraceId) ? { fbtraceId } : {}),
  };
}
