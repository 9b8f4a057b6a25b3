import { isMismatch } from '../identity/from-webhook';
import { readEntry } from '../identity/ledger';
import type { WebhookEvent } from '../webhook/event';
import { forgoAwaiting, resolveAwaiting, withoutContent } from './awaiting';
import type { Step } from './keyed-store';
import { toMeant } from './outbox';
import type { HeldMessage, Outgoing } from './outgoing';
import type { Resolution, StatusNews } from './resolution';
import { isUnderWay, type StoredSend } from './sends';

/** What a status means for the message of ours that it is about. */
export interface Followed {
  /** The message, which the platform refused because of its hash. */
  held: HeldMessage[];
  /** What somebody waited for. */
  resolution?: Resolution;
}

/** After these the message does not go on hold any more, whatever comes. */
export const FINAL: ReadonlySet<string> = new Set(['delivered', 'read', 'played', 'failed']);

/** A refused message goes on hold, the body of one that arrived or failed is forgotten, and who waits for it is told. */
export function followStatus(step: Step, event: WebhookEvent, send: StoredSend): Followed {
  const { sends } = step;
  const isFinal = FINAL.has(event.topic);
  const isEarly = isUnderWay(step, send);
  const outgoing = isFinal || isEarly ? sends.body(send.correlationId) : undefined;
  if (isFinal && outgoing !== undefined) sends.removeBody(send.correlationId);
  if (isMismatch(event) && isFinal && outgoing?.names !== undefined) return { held: [hold(step, send, outgoing)] };
  if (isOfParticipant(event, send)) return { held: [] };
  const { topic, id, timestamp, errors } = event;
  const news: StatusNews = {
    topic,
    ...(id === undefined ? {} : { id }),
    ...(timestamp === undefined ? {} : { timestamp }),
    ...(errors === undefined ? {} : { errors }),
  };
  // What it means is decided once the answer is there, or is known to be lost: until then a crash must not lose it.
  if (isEarly) note(step, send, news, outgoing);
  const resolution = isEarly ? undefined : resolveAwaiting(step, send, news);
  return { held: [], ...(resolution === undefined ? {} : { resolution }) };
}

function hold(step: Step, send: StoredSend, outgoing: Outgoing): HeldMessage {
  const { held, ledger, now, sends } = step;
  const message: HeldMessage = { id: send.messageId, reason: 'identity_changed', heldAt: now, outgoing };
  held.put(readEntry(toMeant(outgoing) ?? outgoing.names ?? {}, ledger).primary, message);
  sends.put({ ...send, isRefused: true });
  forgoAwaiting(step, send);
  return message;
}

/** One participant of a group cannot be reached: that is not the end of a message to all of them. */
const isOfParticipant = ({ topic, customer }: WebhookEvent, { names }: StoredSend): boolean =>
  topic === 'failed' && names === undefined && customer?.id !== undefined;

function note({ sends }: Step, send: StoredSend, news: StatusNews, body: Outgoing | undefined): void {
  const { early } = send;
  const outgoing = early?.outgoing ?? (body && withoutContent(body));
  if (outgoing === undefined || rankOf(early?.news) > rankOf(news)) return;
  sends.put({ ...send, early: { news, outgoing } });
}

const RANKS = ['sent', 'failed', 'delivered', 'read', 'played'];
const rankOf = (news: StatusNews | undefined): number => (news === undefined ? -1 : RANKS.indexOf(news.topic));
