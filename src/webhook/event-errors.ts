import type { EventError } from './event';
import { isObject, toText } from './json';

/** What this package knows about an error code of the platform. */
export type DescribeError = (code: number) => { retryable: boolean; advice: string };

export const describeNoError: DescribeError = () => ({
  retryable: false,
  advice: 'Look the code up in the error list of the platform; title and details say what it found.',
});

/** Stands for a code that is missing or no number. The platform's own codes are never negative. */
export const NO_CODE = -1;

/**
 * The errors that a message or status carries, or undefined when it has none. Everything but `code` is optional on the
 * platform's side, and `error_data` may be a plain string (facts, sections 2 and 10).
 */
export function toEventErrors(errors: unknown, describe: DescribeError): EventError[] | undefined {
  if (isObject(errors)) return [toEventError(errors, describe)];
  if (!Array.isArray(errors) || errors.length === 0) return undefined;
  return errors.map((error) => toEventError(error, describe));
}

export function toEventError(error: unknown, describe: DescribeError): EventError {
  const fields = isObject(error) ? error : {};
  const given = toText(fields.code);
  const code = given !== undefined && /^\d+$/.test(given) ? Number(given) : NO_CODE;
  const title = toText(fields.title) ?? toText(fields.message) ?? toText(error) ?? `Error ${given ?? 'without a code'}`;
  const data = fields.error_data;
  const details = toText(isObject(data) ? data.details : data) ?? toText(fields.details);
  const { retryable, advice } = describe(code);
  return details === undefined ? { code, title, retryable, advice } : { code, title, details, retryable, advice };
}
