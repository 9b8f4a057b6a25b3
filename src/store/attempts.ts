import { type AttemptOutcome, type AttemptRecord, NUMBER_ACTIONS, type NumberAction } from '../numbers/attempt';
import { type Hold, judge, withAttempt, withOutcome } from '../numbers/guard';
import type { Run } from './keyed-store';
import type { Scope } from './store';
import type { Transaction } from './transaction';

/** Whether an attempt may be made now. */
export type AttemptAdmission = { type: 'go'; id: string } | ({ type: 'wait'; seconds: number } & Hold);

/** What was tried on business numbers, so that a flow which loops cannot use up the platform's limits. */
export interface AttemptStore {
  /** Lets the guard decide on an attempt, and records it before it is made. */
  begin(scope: Scope, action: NumberAction): Promise<AttemptAdmission>;
  /** Records what became of it, and gives how long the same action has to wait now, if it has to. */
  end(scope: Scope, id: string, outcome: AttemptOutcome): Promise<Hold | undefined>;
  /** The actions that have to wait. */
  holds(scope: Scope): Promise<Partial<Record<NumberAction, Hold>>>;
}

export function createAttemptStore(run: Run): AttemptStore {
  return {
    begin: (scope, action) =>
      run(scope, true, ({ transaction, now, newId }) => {
        const record = read(transaction, scope);
        const hold = judge(record, action, now);
        if (hold !== undefined) return { type: 'wait', seconds: Math.ceil((hold.until - now) / 1000), ...hold };
        const id = newId();
        write(transaction, scope, withAttempt(record, action, id, now));
        return { type: 'go', id };
      }),

    end: (scope, id, outcome) =>
      run(scope, true, ({ transaction, now }) => {
        const before = read(transaction, scope);
        const attempt = before.attempts.find((made) => made.id === id);
        const after = withOutcome(before, id, outcome, now);
        write(transaction, scope, after);
        return attempt === undefined ? undefined : judge(after, attempt.action, now);
      }),

    holds: (scope) =>
      run(scope, false, ({ transaction, now }) => {
        const record = read(transaction, scope);
        return Object.fromEntries(
          NUMBER_ACTIONS.flatMap((action) => {
            const hold = judge(record, action, now);
            return hold === undefined ? [] : [[action, hold]];
          }),
        );
      }),
  };
}

const keyOf = ({ number }: Scope): string => `attempts/${number}`;

function read(transaction: Transaction, scope: Scope): AttemptRecord {
  return transaction.getJson<AttemptRecord>(keyOf(scope)) ?? { attempts: [], waits: [] };
}

function write(transaction: Transaction, scope: Scope, record: AttemptRecord): void {
  transaction.putJson(keyOf(scope), record);
}
