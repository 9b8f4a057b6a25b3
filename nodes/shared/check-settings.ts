import { InputError } from '../../src/platform/errors';
import type { Incoming } from './on-input';

/** What the dialog of a node that checks numbers stores; flows that were written by hand may lack any of it. */
export interface CheckConfig {
  /** `platform` asks which numbers are on WhatsApp, `offline` looks at their form only. */
  check?: string;
  /** The property of rows that holds the number. */
  column?: string;
  blocking?: string;
  forceCheck?: boolean;
  /** So many more numbers than messages sent may be checked. */
  advance?: number | string;
  /** Numbers a request. */
  batchSize?: number | string;
}

/** What a flow may set on the message. */
export interface CheckInput extends Incoming {
  check?: unknown;
  column?: unknown;
  blocking?: unknown;
  forceCheck?: unknown;
}

export interface CheckSettings {
  isOffline: boolean;
  column: string;
  blocking: 'wait' | 'no_wait';
  forceCheck: boolean;
  advance?: number;
  batchSize?: number;
}

/**
 * How numbers are to be checked: the message goes before the node, but for the limits, which a flow is not to lift.
 *
 * @throws InputError `check_unknown`, `blocking_unknown`, `column_invalid`, `force_check_invalid`
 */
export function toCheckSettings(config: CheckConfig, msg: CheckInput): CheckSettings {
  const { column = config.column ?? '', forceCheck = config.forceCheck ?? false } = msg;
  if (typeof column !== 'string') throw wrong('column_invalid', 'msg.column', 'the name of a property');
  if (typeof forceCheck !== 'boolean') throw wrong('force_check_invalid', 'msg.forceCheck', 'true or false');
  const check = oneOf(CHECKS, msg.check ?? (config.check || 'platform'));
  if (check === undefined) throw wrong('check_unknown', 'What is to be checked', CHECKS.join(' or '));
  const blocking = oneOf(BLOCKING, msg.blocking ?? (config.blocking || 'no_wait'));
  if (blocking === undefined) throw wrong('blocking_unknown', 'Whether to wait', BLOCKING.join(' or '));
  return {
    isOffline: check === 'offline',
    column: column.trim(),
    blocking,
    forceCheck,
    ...limit('advance', config.advance, 0),
    ...limit('batchSize', config.batchSize, 1),
  };
}

const CHECKS = ['platform', 'offline'] as const;
const BLOCKING = ['no_wait', 'wait'] as const;

const oneOf = <T>(known: readonly T[], value: unknown): T | undefined => known.find((one) => one === value);

/** Without it, or with what is no number, the limit that holds everywhere. */
function limit<K extends string>(name: K, value: number | string | undefined, least: number): { [key in K]?: number } {
  const number = value === undefined || value === '' ? Number.NaN : Number(value);
  return (Number.isInteger(number) && number >= least ? { [name]: number } : {}) as { [key in K]?: number };
}

const wrong = (code: string, what: string, form: string): InputError =>
  new InputError(code, `${what} is none of what the node knows.`, `It must be ${form}.`);
