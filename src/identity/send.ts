import type { CustomerNames, Evidence, HashKind } from './evidence';

/**
 * One message of ours, recorded before it leaves: what its statuses say about the customer's identity depends on what
 * was known then.
 */
export interface SendRecord {
  /** Travels as `biz_opaque_callback_data` and names the message before the platform has given it a wamid. */
  correlationId: string;
  /** Whom it was for; undefined for a group. */
  names?: CustomerNames;
  /** The identity hash that the message carried, null for none. */
  hash: string | null;
  /** The hash that was current when it was sent, whether carried or not. */
  known: string | null;
  /** Platform time, in seconds, of the newest evidence known when it was sent: whatever its statuses say came after. */
  after: number;
  /** Our clock, in seconds. */
  sentAt: number;
  /** The ID of the approval, if this is the one message that leaves without a hash while `acknowledged`. */
  probe?: string;
  wamid?: string;
  /** Orders a customer's messages as they were sent. */
  messageId: string;
  /** The platform refused it and it went on hold, perhaps before the answer to its sending came. */
  isRefused?: boolean;
}

const HALF = 0.5;

/**
 * What the hash on a status says. It was current between sending and `at`, we cannot tell when; the hash that was known
 * when the message left says nothing new.
 *
 * @param send our record of the message, if it is ours
 * @param at the status's time in seconds
 */
export function toStatusEvidence(hash: string, at: number, send: SendRecord | undefined): Evidence[] {
  if (send === undefined) return [{ type: 'hash', kind: 'key', hash, notBefore: at, at }];
  if (send.known === hash) return [];
  // The platform cannot have handled a message before what we knew when we sent it, whatever the clocks say.
  const earliest = send.after + HALF;
  const latest = Math.max(at, earliest);
  const notBefore = Math.max(earliest, Math.min(send.sentAt, latest));
  return [
    {
      type: 'hash',
      kind: 'key',
      hash,
      notBefore,
      at: latest,
      ...(send.probe === undefined ? {} : { probe: send.probe }),
    },
  ];
}

/** What a refusal (137000, On-Premises 480) says: it speaks against the hash that this message carried. */
export function toMismatchEvidence(kind: HashKind, at: number, send: SendRecord | undefined): Evidence[] {
  if (send === undefined || send.hash === null) return [{ type: 'change', reason: 'hash_mismatch', at }];
  return [{ type: 'mismatch', kind, hash: send.hash, at: Math.max(at, send.after + HALF) }];
}
