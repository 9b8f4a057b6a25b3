import { describeError } from '../catalogue';
import { type ErrorDetails, PlatformError } from '../errors';
import { isObject } from '../http/json';
import type { Redact } from '../http/redact';
import { toSuffix } from '../suffix';

/** The `error` object of a Graph answer (facts, section 10), as far as it can be used. */
export interface GraphError {
  code: number;
  subcode?: number;
  /** The platform's own explanation: `error_data.details`, else the texts for people. */
  details?: string;
  fbtraceId?: string;
  isTransient: boolean;
}

/** The error of an answer's body; undefined when it has none of the platform's form. */
export function readGraphError(body: unknown): GraphError | undefined {
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

/**
 * The error for a flow: what the catalogue says about the code decides, and `is_transient` only where the catalogue does
 * not know the code.
 */
export function toPlatformError(error: GraphError, httpStatus: number, redact: Redact): PlatformError {
  const known = describeError(error.code, error.subcode);
  const details = error.details === undefined ? undefined : redact(error.details);
  const cause: ErrorDetails = {
    retryable: known.known ? known.retryable : error.isTransient,
    advice: known.advice,
    ...(known.waitSeconds === undefined ? {} : { waitSeconds: known.waitSeconds }),
    platformCode: error.code,
    ...(error.subcode === undefined ? {} : { platformSubcode: error.subcode }),
    ...(details === undefined ? {} : { details }),
    ...(error.fbtraceId === undefined ? {} : { fbtraceId: redact(error.fbtraceId) }),
    httpStatus,
  };
  return new PlatformError(known.name, `${known.meaning} (error ${error.code}${toSuffix(details)}).`, cause);
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

function toInteger(value: unknown): number | undefined {
  const number = isText(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
}
