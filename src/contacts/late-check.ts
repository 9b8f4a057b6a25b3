import type { ContactResult } from './contact-result';
import { fromChecked } from './contact-result';
import type { LateResults } from './pending-check';

/** Late results of one check, as its node gets them. */
export interface LateCheck {
  results: ContactResult[];
  /** How many are still out. */
  pending: number;
  /** Of the message that asked. */
  msgid?: string;
}

export function toLateCheck({ check, results }: LateResults): LateCheck {
  const found = Object.entries(results).flatMap(([number, contact]) =>
    (check.waiting[number] ?? []).map((input) => fromChecked(input, { type: 'number', number }, contact)),
  );
  const all = Object.values(check.waiting).reduce((sum, inputs) => sum + inputs.length, 0);
  return {
    results: found,
    pending: all - found.length,
    ...(check.msgid === undefined ? {} : { msgid: check.msgid }),
  };
}
