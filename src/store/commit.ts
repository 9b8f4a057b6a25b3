import type { CustomerNames } from '../identity/evidence';
import { isLive, toObservations } from '../identity/from-webhook';
import { observe, readEntry, toView } from '../identity/ledger';
import type { SendRecord } from '../identity/send';
import type { WebhookEvent } from '../webhook/event';
import { noteCustomer } from './contacts';
import { FINAL, followStatus } from './follow-status';
import { toIdentityChanges } from './identity-change';
import type { Step } from './keyed-store';
import { clearProbe } from './outbox';
import type { Committed } from './store';

/** What a delivery brought about beside its events, by business number and event. */
type Consequences = Record<string, Record<number, Pick<Committed, 'reports' | 'held' | 'resolution'>>>;

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
  const consequences = committed.flatMap(({ reports, held, resolution }, index) =>
    reports.length + held.length === 0 && resolution === undefined ? [] : [[index, { reports, held, resolution }]],
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
  former: Pick<Committed, 'reports' | 'held' | 'resolution'> | undefined,
): Committed {
  const { ledger, sends, scope, now } = step;
  const send = event.kind === 'status' && isLive(event) ? sends.find(event.callbackData, event.id) : undefined;
  const reports = toObservations(event, send, Math.floor(now / 1000)).flatMap((observation) =>
    observe(observation, ledger),
  );

  const writer = event.kind === 'message' && event.topic !== 'system' ? event.customer?.waId : undefined;
  // Only there can numbers be checked; everywhere else it would be work for nothing.
  if (scope.kind === 'identity' && writer !== undefined) noteCustomer(step, writer);

  const followed = send === undefined ? undefined : followStatus(step, event, send);
  const isCheckOff = send !== undefined && endProbe(step, event, send);
  const names = toNames(event) ?? send?.names;
  const committed: Committed = {
    event,
    isDuplicate,
    reports: [...(former?.reports ?? []), ...toIdentityChanges(step, reports)],
    held: [...(former?.held ?? []), ...(followed?.held ?? [])],
    heldMessages: 0,
    mayRelease: false,
    isCheckOff,
  };
  if (former?.resolution !== undefined) committed.resolution = { ...former.resolution, isRepeated: true };
  else if (followed?.resolution !== undefined) committed.resolution = followed.resolution;
  if (names === undefined) return committed;
  const entry = readEntry(names, ledger);
  // Nearly always nothing is held at all: then nobody has to be looked up.
  committed.heldMessages = step.held.count() === 0 ? 0 : step.held.of(entry.keys).length;
  committed.mayRelease = committed.heldMessages > 0 && entry.verdict.state !== 'changed';
  committed.identity = toView(entry);
  return committed;
}

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
