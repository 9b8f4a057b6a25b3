import { isEnvironmentReference } from './environment';

/** Whether text is a whole number within limits (or an environment variable's name). */
export function isWholeNumber(value: string, least: number, most: number): boolean {
  if (isEnvironmentReference(value)) return true;
  return /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;
}
