import { describeError } from './catalogue';
import { type ErrorDetails, PlatformError } from './errors';
import type { HttpAnswer } from './http/exchange';
import type { Redact } from './http/redact';
import { toWaiting } from './waiting';

/** What an answer that says no tells, as far as it can be used. */
export interface Refusal {
  code: number;
  subcode?: number;
  /** The platform's own explanation, else its text for people. */
  details?: string;
  fbtraceId?: string;
  isTransient: boolean;
}

/**
 * The error for a flow: what the catalogue says about the code decides, and `is_transient` only where the catalogue does
 * not know the code. How long to wait the answer itself may say. A status that says no has no such answer.
 */
export function toPlatformError(
  error: Refusal,
  { status: httpStatus, headers = {} }: Partial<Pick<HttpAnswer, 'status' | 'headers'>>,
  redact: Redact,
): PlatformError {
  const known = describeError(error.code, error.subcode);
  const details = error.details === undefined ? undefined : redact(error.details);
  const cause: ErrorDetails = {
    retryable: known.known ? known.retryable : error.isTransient,
    advice: known.advice,
    ...toWaiting(headers, known.waitSeconds),
    platformCode: error.code,
    ...(error.subcode === undefined ? {} : { platformSubcode: error.subcode }),
    ...(details === undefined ? {} : { details }),
    ...(error.fbtraceId === undefined ? {} : { fbtraceId: redact(error.fbtraceId) }),
    ...(httpStatus === undefined ? {} : { httpStatus }),
  };
  return new PlatformError(known.name, `${known.meaning} (error ${error.code}${toSuffix(details)}).`, cause);
}

const MAX_DETAILS = 300;

/** The platform's details as the end of a sentence: one short line after a colon, or nothing. */
function toSuffix(details: string | undefined): string {
  if (details === undefined) return '';
  const line = details.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return `: ${line.length > MAX_DETAILS ? `${line.slice(0, MAX_DETAILS)}…` : line}`;
}
