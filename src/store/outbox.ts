import { latestOf } from '../identity/approval';
import { withAudit } from '../identity/audit';
import type { CustomerNames } from '../identity/evidence';
import { type LedgerContext, type LedgerEntry, readEntry } from '../identity/ledger';
import type { NameRecords } from '../identity/names';
import { emptyRecord } from '../identity/names';
import { type GuardDecision, guard, guardGroup } from '../identity/policy';
import { reachesAnother } from '../identity/reaches-another';
import type { SendRecord } from '../identity/send';
import type { BlindApproval } from '../identity/summary';
import { InputError } from '../platform/errors';
import type { Step } from './keyed-store';
import type { Admission, HeldMessage, HoldLimits, Outgoing } from './outgoing';
import { enqueue, takeQueued } from './send-queue';
import { type StoredSend, sendingKey } from './sends';

/** Lets the guard decide on a message, and records what it decided. */
export function admit(step: Step, given: Outgoing, limits: HoldLimits, queuedId?: string): Admission {
  if (queuedId !== undefined && !takeQueued(step, queuedId)) throw withdrawn();
  const id = queuedId ?? step.nextId();
  if (given.names === undefined) return send(step, given, id, undefined, guardGroup(given.policy));
  const entry = entryOf(step, given);
  const outgoing = withHolder(given, entry);
  const first = firstOf(step, entry);
  // What is held was sent before, unless this message failed, and waited, while later ones went on hold.
  const decision = decide(entry, outgoing, first !== undefined && first.id < id ? first : undefined);
  if (decision.action === 'send') return send(step, outgoing, id, entry, decision);
  const held: HeldMessage = { id, reason: decision.reason, heldAt: step.now, outgoing };
  step.held.add(entry.keys, held, limits);
  return { type: 'held', held };
}

/** Records a message that has to wait for its turn, with whom it is meant for: its number may change hands meanwhile. */
export const enqueueMeant = (step: Step, outgoing: Outgoing): string =>
  enqueue(step, outgoing.names === undefined ? outgoing : withHolder(outgoing, entryOf(step, outgoing)));

const withHolder = (outgoing: Outgoing, { primary }: LedgerEntry): Outgoing =>
  primary.startsWith('u:') ? { ...outgoing, holder: primary.slice(2) } : outgoing;

/** Takes a customer's first held message out, if the guard lets it leave now. */
export function releaseNext(
  step: Step,
  names: CustomerNames,
  isWanted: (held: HeldMessage) => boolean,
): Admission | undefined {
  const first = firstOf(step, readEntry(names, step.ledger));
  if (first === undefined || !isWanted(first)) return undefined;
  const entry = entryOf(step, first.outgoing);
  const decision = decide(entry, first.outgoing);
  if (decision.action === 'hold') return undefined;
  step.held.remove(entry.keys, ({ id }) => id === first.id);
  return send(step, first.outgoing, first.id, entry, decision, { isReleased: true });
}

function withdrawn(): InputError {
  return new InputError(
    'message_withdrawn',
    'The message was not sent: its customer was forgotten while it waited for its turn.',
    'Send it again only if that was a mistake.',
  );
}

/** Another message may leave without a hash to learn the new one. Tells whether this one had still been waited for. */
export function clearProbe({ ledger }: Step, { correlationId, names, probe }: SendRecord): boolean {
  if (probe === undefined || names === undefined) return false;
  const { records } = readEntry(names, ledger);
  return changeBlinds(ledger, records, ({ probe: pending, ...blind }) =>
    pending === correlationId ? blind : undefined,
  );
}

/** The message whose turn it is. One that cannot leave any more, whoever is authenticated, keeps no other waiting. */
function firstOf({ held, ledger }: Step, { keys }: LedgerEntry): HeldMessage | undefined {
  return held.of(keys).find(({ outgoing }) => !isAstray(outgoing, ledger));
}

/** Whom a message will reach: the platform prefers the number where it has both. */
function entryOf({ ledger }: Step, outgoing: Outgoing): LedgerEntry {
  const whole = readEntry(toMeant(outgoing) ?? {}, ledger);
  if (!isAstray(outgoing, ledger)) return whole;
  return { ...whole, verdict: { ...whole.verdict, state: 'changed', hash: null } };
}

function isAstray(outgoing: Outgoing, ledger: LedgerContext): boolean {
  const names = toMeant(outgoing);
  return outgoing.address.to !== undefined && names !== undefined && reachesAnother(names, ledger);
}

/** Whom a message is meant for, whoever has come by the number since. */
export const toMeant = ({ names, holder }: Outgoing): CustomerNames | undefined =>
  names === undefined || holder === undefined ? names : { ...names, userId: holder };

function decide(entry: LedgerEntry, outgoing: Outgoing, queued?: HeldMessage): GuardDecision {
  const { state, hash } = entry.verdict;
  return guard({
    policy: outgoing.policy,
    state,
    hash,
    requiredHash: outgoing.requiredHash,
    queuedFor: queued?.reason,
    isProbing: approvalOf(entry)?.probe !== undefined,
  });
}

function send(
  step: Step,
  outgoing: Outgoing,
  messageId: string,
  entry: LedgerEntry | undefined,
  decision: Extract<GuardDecision, { action: 'send' }> | GuardDecision,
  more: Pick<StoredSend, 'isReleased'> = {},
): Admission {
  if (decision.action !== 'send') throw new TypeError('Only what the guard lets leave is sent');
  const { sends, transaction, scope, newId, now, processId } = step;
  const correlationId = newId();
  const approval = decision.isProbe && entry !== undefined ? approvalOf(entry) : undefined;
  const { stage = 'accepted' } = outgoing.awaits ?? {};
  const record: StoredSend = {
    correlationId,
    messageId,
    ...(outgoing.names === undefined ? {} : { names: outgoing.names }),
    hash: decision.hash,
    known: entry?.verdict.hash ?? null,
    after: entry === undefined ? 0 : latestOf(entry.summary),
    sentAt: Math.floor(now / 1000),
    ...(approval === undefined ? {} : { probe: approval.id }),
    ...(stage === 'accepted' ? {} : { isAwaited: true }),
    ...more,
  };
  sends.begin(record, outgoing);
  transaction.add(sendingKey(scope.number, correlationId), processId);
  if (entry !== undefined && approval !== undefined) markProbe(step, entry, approval, correlationId);
  if (outgoing.policy === 'whoever' && entry !== undefined) auditUnguarded(step, entry, correlationId);
  return { type: 'send', correlationId, messageId, hash: decision.hash, outgoing };
}

/** What went to whoever holds the account shows in the customer's trail. */
function auditUnguarded({ ledger, now }: Step, { primary, records }: LedgerEntry, source: string): void {
  const record = records.get(primary) ?? emptyRecord();
  ledger.write(primary, withAudit(record, { at: now, what: 'sent_unguarded', source }));
}

/** The approval that waits for a hash while the customer is `acknowledged`. */
const approvalOf = ({ summary, kind }: LedgerEntry): BlindApproval | undefined => summary.blind?.[kind]?.at(-1);

function markProbe({ ledger }: Step, { records }: LedgerEntry, { id }: BlindApproval, correlationId: string): void {
  changeBlinds(ledger, records, (blind) => (blind.id === id ? { ...blind, probe: correlationId } : undefined));
}

/** Changes those blind approvals for which `change` gives another; tells whether there were any. */
function changeBlinds(
  { kind, write }: LedgerContext,
  records: NameRecords,
  change: (blind: BlindApproval) => BlindApproval | undefined,
): boolean {
  let isChanged = false;
  for (const [key, record] of records) {
    const { summary } = record;
    const blinds = summary.blind?.[kind] ?? [];
    const next = blinds.map((blind) => change(blind) ?? blind);
    if (next.every((blind, i) => blind === blinds[i])) continue;
    isChanged = true;
    write(key, { ...record, summary: { ...summary, blind: { ...summary.blind, [kind]: next } } });
  }
  return isChanged;
}
