import { isEnvironmentReference } from './environment';

/** Whether text is a plain number above zero and not above the limit (or an environment variable's name). */
export function isNumberUpTo(limit: number, value: string): boolean {
  if (isEnvironmentReference(value)) return true;
  const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  return number > 0 && number <= limit;
}
