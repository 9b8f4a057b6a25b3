import type { CheckedContact, ContactStatus } from '../platform/contacts';
import type { Candidate } from './candidate';
import type { KnownContact } from './known-contact';

/** What is known of one input, in the order of the inputs. */
export interface ContactResult {
  /** As it was handed in. */
  input: string;
  status: ContactStatus;
  /** Of a valid contact: what messages go to, after a plus sign. */
  wa_id?: string;
  /** What was asked for: E.164 with its plus sign. */
  number?: string;
  /**
   * Who says so: the `platform` now, the `cache` of the last seven days, the `customer`, who wrote to us, or the
   * `number` itself, which is none.
   */
  source: 'platform' | 'cache' | 'customer' | 'number';
  /** Why a number was not asked for, or has failed: an error code. */
  reason?: string;
  /** The country whose calling code completed the number. */
  completedWith?: string;
}

type NumberCandidate = Extract<Candidate, { type: 'number' }>;

export function fromCandidate(input: string, { type, reason }: Exclude<Candidate, { type: 'number' }>): ContactResult {
  return { input, status: type === 'invalid' ? 'invalid' : 'failed', source: 'number', reason };
}

export function fromKnown(input: string, candidate: NumberCandidate, known: KnownContact): ContactResult {
  return {
    ...common(input, candidate),
    status: known.status,
    ...(known.waId === undefined ? {} : { wa_id: known.waId }),
    source: known.source === 'customer' ? 'customer' : 'cache',
  };
}

/** @param checked what the platform said; absent where its answer passed the number over */
export function fromChecked(input: string, candidate: NumberCandidate, checked?: CheckedContact): ContactResult {
  if (checked === undefined) {
    return { ...common(input, candidate), status: 'failed', source: 'platform', reason: 'not_answered' };
  }
  const { status, wa_id } = checked;
  // Some servers name a wa_id before they know whether it is one.
  const named = status === 'valid' && wa_id !== undefined ? { wa_id } : {};
  return { ...common(input, candidate), status, ...named, source: 'platform' };
}

function common(input: string, { number, completedWith }: NumberCandidate) {
  return { input, number, ...(completedWith === undefined ? {} : { completedWith }) };
}
