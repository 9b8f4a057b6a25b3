import type { Step } from './keyed-store';
import type { Outgoing } from './outgoing';
import type { Doubt, Outcome, Resolution, StatusNews } from './resolution';
import type { StoredSend } from './sends';
import { isReached, type Stage } from './stage';

/** A message that the platform has, or may have, and whose outcome is waited for. */
interface Awaiting {
  stage: Stage;
  /** When its time ends, in milliseconds since 1970, and how long it lasts. */
  limit: { at: number; ms: number };
  /** As long as nothing has told that the platform has it. */
  doubt?: Doubt;
  about: Omit<Resolution, 'outcome'>;
}

/** A doubt, and for how long a status may still dispel it, in milliseconds. */
export interface Patience {
  doubt: Doubt;
  waitMs: number;
}

const DIGITS = 15;

export const awaitingPrefix = (number: string): string => `awaiting/${number}/`;

/** What waits lies in the order of the times at which that ends, in milliseconds since 1970. */
export const awaitingKey = (number: string, until: number, correlationId: string): string =>
  `${awaitingPrefix(number)}${String(until).padStart(DIGITS, '0')}/${correlationId}`;

/** When the waiting under a key ends. */
export function untilOf(number: string, key: string): number {
  const { length } = awaitingPrefix(number);
  return Number(key.slice(length, length + DIGITS));
}

/** Waits for the statuses of a message. @returns when that ends, in milliseconds since 1970 */
export function awaitOutcome(
  step: Step,
  send: StoredSend,
  outgoing: Outgoing,
  { answer, patience }: { answer?: unknown; patience?: Patience },
): number {
  const { stage = 'accepted', limitMs: ms = patience?.waitMs ?? 0 } = outgoing.awaits ?? {};
  const limit = { at: step.now + ms, ms };
  const awaiting: Awaiting = { stage, limit, about: toAbout(send, outgoing, answer) };
  if (patience === undefined) return put(step, send, awaiting, limit.at);
  const until = step.now + Math.min(ms, patience.waitMs);
  return put(step, send, { ...awaiting, doubt: patience.doubt }, until);
}

/** What a status means for a message that waits for it; undefined when nothing does, or goes on waiting. */
export function resolveAwaiting(step: Step, send: StoredSend, news: StatusNews): Resolution | undefined {
  const awaiting = read(step, send);
  if (awaiting === undefined) return undefined;
  const { stage, limit, doubt } = awaiting;
  const about = news.id === undefined ? awaiting.about : { ...awaiting.about, wamid: news.id };
  const outcome = toOutcome(stage, news);
  if (outcome === undefined && doubt === undefined) return undefined;
  forgoAwaiting(step, send);
  if (outcome !== undefined) return { ...about, outcome };
  // It did leave: only its own limit counts from now on.
  const known = news.id === undefined ? send : { ...send, wamid: news.id };
  put(step, known, { stage, limit, about }, limit.at);
  return undefined;
}

/** The time of a message is up. @returns undefined when nothing waits under the key any more */
export function expireAwaiting({ transaction, sends }: Step, key: string): Resolution | undefined {
  const json = transaction.get(key);
  if (json === undefined) return undefined;
  transaction.remove(key);
  const { stage, limit, doubt, about } = JSON.parse(json) as Awaiting;
  // What is reported as not delivered must not leave once more by itself, should the platform refuse it later.
  sends.removeBody(key.slice(key.lastIndexOf('/') + 1));
  const outcome: Outcome =
    doubt === undefined ? { type: 'timeout', stage, limitMs: limit.ms } : { type: 'unknown', doubt };
  return { ...about, outcome };
}

/** Nothing is waited for any more. */
export function forgoAwaiting({ transaction, scope }: Step, { awaitedUntil, correlationId }: StoredSend): void {
  if (awaitedUntil !== undefined) transaction.remove(awaitingKey(scope.number, awaitedUntil, correlationId));
}

/** Whoever waits goes on waiting until the limit, and nothing tells any more whom the message was for. */
export function anonymiseAwaiting(step: Step, send: StoredSend): void {
  const awaiting = read(step, send);
  if (awaiting === undefined || send.awaitedUntil === undefined) return;
  const { messageId, outgoing, isReleased } = awaiting.about;
  const { nodeId, content, policy, msgid } = outgoing;
  const about: Awaiting['about'] = {
    messageId,
    outgoing: { nodeId, address: {}, content, policy, ...(msgid === undefined ? {} : { msgid }) },
    hash: null,
    ...(isReleased ? { isReleased } : {}),
  };
  const key = awaitingKey(step.scope.number, send.awaitedUntil, send.correlationId);
  step.transaction.put(key, JSON.stringify({ ...awaiting, about }));
}

/** The outcome that a status tells to somebody who waits for a stage; undefined when it is none. */
export function toOutcome(stage: Stage, { topic, errors = [], timestamp }: StatusNews): Outcome | undefined {
  if (topic === 'failed') return { type: 'failed', errors };
  if (!isReached(stage, topic)) return undefined;
  return { type: 'reached', stage, ...(timestamp === undefined ? {} : { at: timestamp }) };
}

/** What a resolution says about its message, whatever the outcome. */
export function toAbout(
  { messageId, hash, wamid, isReleased, isInterrupted }: StoredSend,
  outgoing: Outgoing,
  answer?: unknown,
): Omit<Resolution, 'outcome'> {
  return {
    messageId,
    outgoing: withoutContent(outgoing),
    hash,
    ...(wamid === undefined ? {} : { wamid }),
    ...(answer === undefined ? {} : { answer }),
    ...(isReleased ? { isReleased } : {}),
    ...(isInterrupted ? { isRepeated: true } : {}),
  };
}

/** Bodies are kept only where they may have to be sent again. */
export const withoutContent = (outgoing: Outgoing): Outgoing => ({
  ...outgoing,
  content: { type: outgoing.content.type },
});

function read({ transaction, scope }: Step, { awaitedUntil, correlationId }: StoredSend): Awaiting | undefined {
  if (awaitedUntil === undefined) return undefined;
  const json = transaction.get(awaitingKey(scope.number, awaitedUntil, correlationId));
  return json === undefined ? undefined : (JSON.parse(json) as Awaiting);
}

function put(step: Step, send: StoredSend, awaiting: Awaiting, until: number): number {
  const { transaction, scope, sends } = step;
  transaction.put(awaitingKey(scope.number, until, send.correlationId), JSON.stringify(awaiting));
  sends.put({ ...send, awaitedUntil: until });
  return until;
}
