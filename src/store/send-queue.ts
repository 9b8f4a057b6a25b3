import { type NameKey, toNameKeys } from '../identity/names';
import type { SendRecord } from '../identity/send';
import type { Step } from './keyed-store';
import type { Outgoing } from './outgoing';
import type { Transaction } from './transaction';

/** A message that waits for its turn: it certainly has not left yet. */
export interface QueuedMessage {
  /** Orders a customer's messages as they were sent. */
  id: string;
  /** Milliseconds since 1970. */
  queuedAt: number;
  outgoing: Outgoing;
}

export const queuedKey = (number: string, id: string): string => `queued/${number}/${id}`;

/** Records a message that has to wait. The guard decides when its turn comes. @returns its ID */
export function enqueue({ transaction, scope, now, nextId }: Step, outgoing: Outgoing): string {
  const id = nextId();
  put(transaction, scope.number, { id, queuedAt: now, outgoing });
  return id;
}

/** Puts a message back that certainly did not leave, under the ID that it has had. */
export function enqueueAgain({ transaction, scope, now }: Step, { messageId }: SendRecord, outgoing: Outgoing): void {
  put(transaction, scope.number, { id: messageId, queuedAt: now, outgoing });
}

/** Takes a message out whose turn has come. @returns whether it still was there: its customer may be forgotten */
export function takeQueued({ transaction, scope }: Step, id: string): boolean {
  const key = queuedKey(scope.number, id);
  if (transaction.get(key) === undefined) return false;
  transaction.remove(key);
  return true;
}

/** Removes a customer's messages. */
export function forgetQueued(
  { transaction, scope }: Step,
  keys: readonly NameKey[],
  queued: readonly QueuedMessage[],
): void {
  for (const { id, outgoing } of queued) {
    if (toNameKeys(outgoing.names ?? {}).some((key) => keys.includes(key)))
      transaction.remove(queuedKey(scope.number, id));
  }
}

const put = (transaction: Transaction, number: string, message: QueuedMessage): void =>
  transaction.put(queuedKey(number, message.id), JSON.stringify(message));
