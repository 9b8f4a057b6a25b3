import type { Store } from '../store/store';
import { type Pace, SendQueue } from './send-queue';

const queues = new WeakMap<Store, Map<string, SendQueue>>();

/** The queue of a business number: several configurations of one number share it, and it outlives a deployment. */
export function queueOf(store: Store, number: string, pace: Pace): SendQueue {
  const byNumber = queues.get(store) ?? new Map<string, SendQueue>();
  queues.set(store, byNumber);
  const queue = byNumber.get(number) ?? new SendQueue(pace);
  byNumber.set(number, queue);
  return queue;
}
