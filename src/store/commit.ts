import type { CustomerNames } from '../identity/evidence';
import { isLive, isMismatch, toObservations } from '../identity/from-webhook';
import { observe, readEntry, toView } from '../identity/ledger';
import type { SendRecord } from '../identity/send';
import type { WebhookEvent } from '../webhook/event';
import { noteCustomer } from './contacts';
import { toIdentityChanges } from './identity-change';
import type { Step } from './keyed-store';
import { clearProbe, toMeant } from './outbox';
import type { HeldMessage } from './outgoing';
import type { Committed } from './store';

/** What a delivery brought about beside its events, by business number and event. */
type Consequences = Record<string, Record<number, Pick<Committed, 'reports' | 'held'>>>;

export const consequencesKey = (deliveryId: string): string => `consequences/${deliveryId}`;

/**
 * Takes the events of a delivery into the ledger, and finds its duplicates. Evidence reports a change once; so that a
 * delivery which is replayed after a crash reports it again, what it brought about is kept until it is finished.
 */
export function commitEvents(step: Step, deliveryId: string, events: readonly WebhookEvent[]): Committed[] {
  const { transaction, scope, marks, consequential } = step;
  const json = consequential.has(deliveryId) ? transaction.get(consequencesKey(deliveryId)) : undefined;
  const kept = json === undefined ? {} : (JSON.parse(json) as Consequences);
  const former = kept[scope.number];
  const duplicateKeys = events.map(({ duplicateKey }) => duplicateKey);
  const duplicates = marks.add(scope.number, deliveryId, duplicateKeys, step.age);
  const committed = events.map((event, index) => commitEvent(step, event, duplicates[index] === true, former?.[index]));
  const consequences = committed.flatMap(({ reports, held }, index) =>
    reports.length + held.length === 0 ? [] : [[index, { reports, held }]],
  );
  if (consequences.length > 0) {
    const all: Consequences = { ...kept, [scope.number]: Object.fromEntries(consequences) };
    transaction.put(consequencesKey(deliveryId), JSON.stringify(all));
    consequential.add(deliveryId);
  }
  return committed;
}

/** Takes one event into the ledger. */
function commitEvent(
  step: Step,
  event: WebhookEvent,
  isDuplicate: boolean,
  former: Pick<Committed, 'reports' | 'held'> | undefined,
): Committed {
  const { ledger, sends, scope, now } = step;
  const send = event.kind === 'status' && isLive(event) ? sends.find(event.callbackData, event.id) : undefined;
  const reports = toObservations(event, send, Math.floor(now / 1000)).flatMap((observation) =>
    observe(observation, ledger),
  );

  const writer = event.kind === 'message' && event.topic !== 'system' ? event.customer?.waId : undefined;
  // Only there can numbers be checked; everywhere else it would be work for nothing.
  if (scope.kind === 'identity' && writer !== undefined) noteCustomer(step, writer);

  const held = send === undefined ? [] : followUp(step, event, send);
  const isCheckOff = send !== undefined && endProbe(step, event, send);
  const names = toNames(event) ?? send?.names;
  const committed: Committed = {
    event,
    isDuplicate,
    reports: [...(former?.reports ?? []), ...toIdentityChanges(step, reports)],
    held: [...(former?.held ?? []), ...held],
    heldMessages: 0,
    mayRelease: false,
    isCheckOff,
  };
  if (names === undefined) return committed;
  const entry = readEntry(names, ledger);
  // Nearly always nothing is held at all: then nobody has to be looked up.
  committed.heldMessages = step.held.count() === 0 ? 0 : step.held.of(entry.keys).length;
  committed.mayRelease = committed.heldMessages > 0 && entry.verdict.state !== 'changed';
  committed.identity = toView(entry);
  return committed;
}

/** A refused message goes on hold; the body of one that arrived, or failed for good, is not needed any more. */
function followUp({ sends, held, ledger, now }: Step, event: WebhookEvent, send: SendRecord): HeldMessage[] {
  if (!FINAL.has(event.topic)) return [];
  const outgoing = sends.body(send.correlationId);
  if (outgoing === undefined) return [];
  sends.removeBody(send.correlationId);
  if (!isMismatch(event) || outgoing.names === undefined) return [];
  const message: HeldMessage = { id: send.messageId, reason: 'identity_changed', heldAt: now, outgoing };
  held.put(readEntry(toMeant(outgoing) ?? outgoing.names, ledger).primary, message);
  sends.put({ ...send, isRefused: true });
  return [message];
}

const FINAL: ReadonlySet<string> = new Set(['delivered', 'read', 'played', 'failed']);

/** Tells whether the message that was to reveal the hash arrived without one. */
function endProbe(step: Step, event: WebhookEvent, send: SendRecord): boolean {
  if (send.probe === undefined || !FINAL.has(event.topic) || event.identityHash !== undefined) return false;
  const wasPending = clearProbe(step, send);
  return wasPending && event.topic !== 'failed';
}

function toNames({ customer }: WebhookEvent): CustomerNames | undefined {
  if (customer?.waId === undefined && customer?.userId === undefined) return undefined;
  return { waId: customer.waId, userId: customer.userId };
}
