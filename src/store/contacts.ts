import { allowance, type BudgetRecord, withSpent } from '../contacts/budget';
import { isFresh, KNOWN_FOR, type KnownContact } from '../contacts/known-contact';
import type { LateResults, PendingCheck } from '../contacts/pending-check';
import { canonicalWaId } from '../phone/variants';
import type { CheckedContact } from '../platform/contacts';
import { AgingKeys } from './aging';
import type { Run, Step } from './keyed-store';
import { PendingChecks } from './pending-checks';
import type { Scope } from './store';
import type { Transaction } from './transaction';

/** Which numbers are on WhatsApp, how many were asked for, and who waits for late answers. Numbers are E.164 with plus. */
export interface ContactStore {
  /** What is known of numbers and no older than seven days, by number. */
  known(scope: Scope, numbers: readonly string[]): Promise<ReadonlyMap<string, KnownContact>>;
  /** Remembers results; those that are not final are passed over. */
  remember(scope: Scope, contacts: Readonly<Record<string, CheckedContact>>): Promise<void>;
  /**
   * Takes numbers that are about to be checked off the budget, all or none, and gives how many may be checked after that;
   * below zero for as many as are missing.
   */
  spend(scope: Scope, count: number, advance: number): Promise<number>;
  /** Gives back what was spent on numbers that were not checked after all. */
  refund(scope: Scope, count: number): Promise<void>;
  /** Records who waits for the results of a check, before it is made: they may overtake its answer. Gives its ID. */
  expect(scope: Scope, check: Omit<PendingCheck, 'id'>): Promise<string>;
  /** Finds who waits for results, and remembers them. Repeating it gives the same again, until `received`. */
  match(scope: Scope, contacts: readonly CheckedContact[]): Promise<LateResults[]>;
  /** Numbers of a check that nobody waits for any more. */
  received(scope: Scope, checkId: string, numbers: readonly string[]): Promise<void>;
}

const KNOWN_DAYS = KNOWN_FOR / 86_400_000;

const knownContacts = new AgingKeys('contact', KNOWN_DAYS);

export const AGING_CONTACTS = [knownContacts];

export function createContactStore(run: Run): ContactStore {
  return {
    known: (scope, numbers) =>
      run(scope, false, (step) => {
        const known = new Map<string, KnownContact>();
        for (const number of numbers) {
          const contact = readContact(step, number);
          if (contact !== undefined) known.set(number, contact);
        }
        return known;
      }),

    remember: (scope, contacts) => run(scope, false, (step) => remember(step, contacts)),

    spend: (scope, count, advance) =>
      run(scope, true, ({ transaction, now }) => {
        const record = readBudget(transaction, scope);
        const left = allowance(record, advance, now) - count;
        if (left >= 0) writeBudget(transaction, scope, withSpent(record, { checked: count }, now));
        return left;
      }),

    refund: (scope, count) =>
      run(scope, false, ({ transaction, now }) =>
        writeBudget(transaction, scope, withSpent(readBudget(transaction, scope), { checked: -count }, now)),
      ),

    expect: (scope, check) => run(scope, true, (step) => new PendingChecks(step).add(check)),

    match: (scope, contacts) =>
      run(scope, false, (step) => {
        const late = new PendingChecks(step).match(contacts);
        for (const { results } of late) remember(step, results);
        return late;
      }),

    received: (scope, checkId, numbers) =>
      run(scope, false, (step) => new PendingChecks(step).remove(checkId, numbers)),
  };
}

/** A customer who wrote needs no check (S2). */
export function noteCustomer(step: Step, waId: string): void {
  const known = readContact(step, waId);
  // Once a day is enough to keep it fresh.
  if (known?.status === 'valid' && known.at > step.now - 86_400_000) return;
  writeContact(step, waId, { status: 'valid', waId, at: step.now, source: 'customer' });
}

/** A message that was accepted pays for one check. */
export function noteSent({ transaction, scope, now }: Step): void {
  writeBudget(transaction, scope, withSpent(readBudget(transaction, scope), { sent: 1 }, now));
}

/** Forgets what is known of a number. */
export function forgetContact(step: Step, waId: string): void {
  knownContacts.remove(step.transaction, keyOf(step.scope, waId), step.now);
}

function remember(step: Step, contacts: Readonly<Record<string, CheckedContact>>): void {
  for (const [number, { status, wa_id: waId }] of Object.entries(contacts)) {
    if (status !== 'valid' && status !== 'invalid') continue;
    const named = status === 'valid' && waId !== undefined ? { waId } : {};
    writeContact(step, number, { status, ...named, at: step.now, source: 'platform' });
  }
}

function readContact({ transaction, scope, now }: Step, number: string): KnownContact | undefined {
  const json = knownContacts.get(transaction, keyOf(scope, number), now);
  const contact = json === undefined ? undefined : (JSON.parse(json) as KnownContact);
  return contact !== undefined && isFresh(contact, now) ? contact : undefined;
}

function writeContact({ transaction, scope, now }: Step, number: string, contact: KnownContact): void {
  const key = keyOf(scope, number);
  // What is learned anew lives its full time anew.
  knownContacts.remove(transaction, key, now);
  knownContacts.put(transaction, key, JSON.stringify(contact), now);
}

const keyOf = ({ number }: Scope, contact: string): string => `${number}/${canonicalWaId(contact)}`;
const budgetKey = ({ number }: Scope): string => `contactBudget/${number}`;

const readBudget = (transaction: Transaction, scope: Scope): BudgetRecord =>
  transaction.getJson<BudgetRecord>(budgetKey(scope)) ?? {};

const writeBudget = (transaction: Transaction, scope: Scope, record: BudgetRecord): void =>
  transaction.putJson(budgetKey(scope), record);
