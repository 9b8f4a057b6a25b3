import type { Account } from '../account';
import { WhatsAppError } from '../platform/errors';
import type { ReadReceipt, SendOptions } from '../platform/platform';
import { laneOfReceipt } from './lane-of';
import { toRetry } from './retry';
import type { Place, SendQueue } from './send-queue';

/**
 * Marks messages as read. The platform does not say whether that counts against the rate of a number, but it is asked at the
 * same address: so it counts here, goes before the messages that wait, and waits itself where nothing may leave for a while.
 */
export class Receipts {
  readonly #account: Account;
  readonly #queue: SendQueue;
  readonly #places = new Set<Place>();

  constructor(account: Account, queue: SendQueue) {
    this.#account = account;
    this.#queue = queue;
  }

  /** @throws WhatsAppError `queue_full`, and what `Platform.markAsRead` throws */
  async send(receipt: ReadReceipt, options: SendOptions): Promise<void> {
    const place = this.#queue.enter(laneOfReceipt(receipt.message_id), { isUrgent: true });
    this.#places.add(place);
    const { platform } = this.#account;
    try {
      // Once the queue was left the platform is closed, and says so.
      await place.turn;
      await platform.markAsRead(receipt, options);
    } catch (error) {
      const retry = error instanceof WhatsAppError ? toRetry(error, 1) : undefined;
      if (retry?.isForAll) this.#queue.pause(retry.delayMs);
      throw error;
    } finally {
      this.#queue.heed(platform.usage);
      this.#places.delete(place);
      place.over();
    }
  }

  /** What waits fails. */
  stop(): void {
    for (const place of this.#places) place.leave();
  }
}
