import type { CustomerNames } from '../identity/evidence';
import { takeOut } from '../identity/forget';
import type { NameKey, NameRecord } from '../identity/names';
import { toNameKeys } from '../identity/names';
import { anonymiseAwaiting } from './awaiting';
import { forgetContact } from './contacts';
import type { Step } from './keyed-store';
import { forgetQueued, type QueuedMessage } from './send-queue';
import type { StoredSend } from './sends';

/** What can only be found by looking at everything: forgetting is rare enough for that. */
export interface Traces {
  sends: readonly StoredSend[];
  queued: readonly QueuedMessage[];
  customers: readonly (readonly [NameKey, NameRecord])[];
}

/**
 * Removes everything about a customer: names and hashes, what was sent, what is held, and mentions in others' records.
 *
 * @returns whether there was anything
 */
export function forgetCustomer(
  step: Step & { remove: (key: NameKey) => void },
  names: CustomerNames,
  traces: Traces,
): boolean {
  const { ledger, sends, held, remove } = step;
  const keys = takeOut(names, ledger);
  for (const send of traces.sends) {
    if (!toNameKeys(send.names ?? {}).some((key) => keys.includes(key))) continue;
    anonymiseAwaiting(step, send);
    sends.remove(send);
  }
  forgetQueued(step, keys, traces.queued);
  for (const [key, { related }] of traces.customers) {
    const record = related?.some((other) => keys.includes(other)) ? ledger.read(key) : undefined;
    if (record === undefined) continue;
    ledger.write(key, { ...record, related: (record.related ?? []).filter((other) => !keys.includes(other)) });
  }
  const known = keys.filter((key) => ledger.read(key) !== undefined);
  for (const key of known) remove(key);
  for (const key of keys) if (key.startsWith('w:')) forgetContact(step, key.slice(2));
  return held.remove(keys, () => true).length > 0 || known.length > 0;
}
