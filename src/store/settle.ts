import { learnSpelling } from '../identity/learn-spelling';
import { observe, readEntry } from '../identity/ledger';
import { toMismatchEvidence } from '../identity/send';
import { awaitOutcome, toAbout, toOutcome } from './awaiting';
import { noteSent } from './contacts';
import { toIdentityChanges } from './identity-change';
import type { Step } from './keyed-store';
import { clearProbe, toMeant } from './outbox';
import type { HeldMessage, Outgoing } from './outgoing';
import { enqueueAgain } from './send-queue';
import { type StoredSend, sendingKey } from './sends';
import type { SendOutcome, Settled } from './store';

/** Records what the platform answered to a message. A status may have told more before. */
export function settle(step: Step, correlationId: string, outcome: SendOutcome): Settled {
  const { sends, transaction, scope } = step;
  transaction.remove(sendingKey(scope.number, correlationId));
  const record = sends.get(correlationId);
  if (record === undefined) return { reports: [], isSuperseded: false };
  const send = outcome.type === 'unknown' && outcome.isInterrupted ? { ...record, isInterrupted: true } : record;
  if (outcome.type === 'accepted') return accepted(step, send, outcome);
  if (outcome.type === 'mismatch') return mismatched(step, send);
  const settled = { reports: [], isSuperseded: send.isRefused === true };
  if (settled.isSuperseded) return settled;
  if (hasLeft(send)) return { ...settled, ...goOn(step, send) };
  if (outcome.type === 'unknown') return { ...settled, ...doubted(step, send, outcome) };
  const outgoing = sends.body(correlationId);
  clearProbe(step, send);
  sends.remove(send);
  if (outcome.type === 'refused' || outgoing === undefined) return settled;
  return { ...settled, ...putBack(step, send, outgoing, outcome.held) };
}

type Answered = Extract<SendOutcome, { type: 'accepted' }>;

function accepted(step: Step, { early, ...send }: StoredSend, { wamid, waId, answer }: Answered): Settled {
  const { sends, scope, ledger } = step;
  const isSuperseded = send.isRefused === true;
  sends.name(send, wamid);
  if (scope.kind === 'identity') noteSent(step);
  const to = send.names?.waId;
  const reports = to === undefined || waId === undefined ? [] : learnSpelling(to, waId, send.after + 0.5, ledger);
  return {
    reports: toIdentityChanges(step, reports),
    isSuperseded,
    ...(isSuperseded || !send.isAwaited ? {} : goOn(step, { ...send, wamid, ...(early && { early }) }, answer)),
  };
}

/** The platform has the message, as its answer or a status says: tells what is known, or waits for what is asked for. */
function goOn(step: Step, { early, ...send }: StoredSend, answer?: unknown): Partial<Settled> {
  const outgoing = early?.outgoing ?? step.sends.body(send.correlationId);
  if (outgoing === undefined) return {};
  const wamid = send.wamid ?? early?.news.id;
  const known: StoredSend = wamid === undefined ? send : { ...send, wamid };
  const outcome = early && toOutcome(outgoing.awaits?.stage ?? 'accepted', early.news);
  if (outcome === undefined) return { awaitedUntil: awaitOutcome(step, known, outgoing, { answer }) };
  step.sends.put(known);
  return { resolution: { ...toAbout(known, outgoing, answer), outcome } };
}

const hasLeft = ({ early }: StoredSend): boolean => early !== undefined && early.news.topic !== 'failed';

/** No answer came: what a status has told is certain all the same, and one that comes soon may tell it. */
function doubted(
  step: Step,
  send: StoredSend,
  { patience }: Extract<SendOutcome, { type: 'unknown' }>,
): Partial<Settled> {
  if (send.early !== undefined) return goOn(step, send);
  const outgoing = step.sends.body(send.correlationId);
  if (outgoing === undefined || patience === undefined) return {};
  if (patience.waitMs > 0) return { awaitedUntil: awaitOutcome(step, send, outgoing, { patience }) };
  return { resolution: { ...toAbout(send, outgoing), outcome: { type: 'unknown', doubt: patience.doubt } } };
}

function mismatched(step: Step, { early: _, ...send }: StoredSend): Settled {
  const { sends, scope, ledger, now } = step;
  const { correlationId, names, messageId } = send;
  if (send.isRefused) return { reports: [], isSuperseded: true };
  const outgoing = sends.body(correlationId);
  clearProbe(step, send);
  sends.removeBody(correlationId);
  // The platform may tell the same by a status as well: that is then no news.
  sends.put({ ...send, isRefused: true });
  if (names === undefined) return { reports: [], isSuperseded: false };
  // The answer carries no time of the platform, and ours must not mix with it: it came after what we knew.
  const at = send.after + 0.5;
  const evidence = toMismatchEvidence(scope.kind, at, send);
  const reports = observe({ names, at, evidence, source: correlationId }, ledger);
  if (outgoing === undefined) return { reports: toIdentityChanges(step, reports), isSuperseded: false };
  const held: HeldMessage = { id: messageId, reason: 'identity_changed', heldAt: now, outgoing };
  step.held.put(readEntry(toMeant(outgoing) ?? names, ledger).primary, held);
  return { reports: toIdentityChanges(step, reports), held, isSuperseded: false };
}

/** A message that certainly did not leave waits again where it waited before. */
function putBack(step: Step, send: StoredSend, outgoing: Outgoing, held: HeldMessage | undefined): Partial<Settled> {
  if (held === undefined) {
    enqueueAgain(step, send, outgoing);
    return { queuedId: send.messageId };
  }
  step.held.put(readEntry(toMeant(outgoing) ?? send.names ?? {}, step.ledger).primary, held);
  return {};
}
