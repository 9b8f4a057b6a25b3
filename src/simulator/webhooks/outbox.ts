import { setMaxListeners } from 'node:events';
import { pause } from '../clock';
import type { WebhookEntry } from '../timeline';
import type { BusinessNumber } from '../world/business-number';
import { describeFailure } from './describe-failure';
import { signatureHeaders } from './signature-headers';
import { toPublicUrl } from './target';
import type { WebhookContext } from './webhook-context';

interface Delivery {
  entry: WebhookEntry;
  body: Buffer;
  firstAttemptAt?: number;
  settled: () => void;
}

const STOPPED = 'the number was removed, or the simulator stopped';

/** Delivers the webhooks of one number: in order, again and again, until each was answered with 200. */
export class Outbox {
  readonly #number: BusinessNumber;
  readonly #context: WebhookContext;
  readonly #closing = new AbortController();
  readonly #queue: Delivery[] = [];
  readonly #retried = new Set<Delivery>();
  readonly #running = new Set<Promise<void>>();
  #waking = newWaking();
  #isDelivering = false;

  constructor(number: BusinessNumber, context: WebhookContext) {
    this.#number = number;
    this.#context = context;
    // Every request under way listens.
    setMaxListeners(0, this.#closing.signal);
  }

  add(body: Buffer, duplicate: boolean): void {
    const { timeline, clock, activity } = this.#context;
    const { phoneNumberId, webhookUrl } = this.#number;
    const entry = timeline.add<WebhookEntry>({
      kind: 'webhook',
      at: new Date(clock.now()).toISOString(),
      phoneNumberId,
      url: webhookUrl === undefined ? '' : toPublicUrl(webhookUrl),
      body: body.toString(),
      duplicate,
      state: 'waiting',
      attempts: [],
    });
    const delivery = { entry, body, settled: activity.begin() };
    if (webhookUrl === undefined) {
      drop(delivery, 'the number has no webhook URL');
      return;
    }
    this.#queue.push(delivery);
    if (this.#closing.signal.aborted) this.dropAll(STOPPED);
    else this.#resume();
  }

  /** Tries everything again at once: the webhook URL is a new one, or was verified. */
  retryNow(): void {
    const sleeping = this.#waking;
    this.#waking = newWaking();
    sleeping.abort();
    this.#resume();
  }

  /** Gives up everything that waits. */
  dropAll(reason: string): void {
    for (const delivery of [...this.#queue.splice(0), ...this.#retried]) drop(delivery, reason);
    this.#retried.clear();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.dropAll(STOPPED);
    this.#waking.abort();
    await Promise.all(this.#running);
  }

  #resume(): void {
    if (!this.#isDelivering) this.#run(this.#deliverInOrder());
  }

  async #deliverInOrder(): Promise<void> {
    const { retry, clock } = this.#context;
    this.#isDelivering = true;
    try {
      for (let head = this.#next(); head; head = this.#next()) {
        const isOver = await this.#attempt(head);
        const { length } = head.entry.attempts;
        if (!isOver && length < retry.orderedAttempts) {
          await pause(clock, retry.delayMs(length), this.#waking.signal);
          continue;
        }
        if (this.#queue[0] === head) this.#queue.shift();
        if (!isOver) this.#run(this.#retryAside(head));
      }
    } finally {
      this.#isDelivering = false;
    }
  }

  #next(): Delivery | undefined {
    return this.#number.webhookVerified && !this.#closing.signal.aborted ? this.#queue[0] : undefined;
  }

  async #retryAside(delivery: Delivery): Promise<void> {
    const { retry, clock } = this.#context;
    this.#retried.add(delivery);
    do {
      await pause(clock, retry.delayMs(delivery.entry.attempts.length), this.#waking.signal);
    } while (!(await this.#attempt(delivery)));
    this.#retried.delete(delivery);
  }

  /** @returns whether the delivery is over, one way or the other */
  async #attempt(delivery: Delivery): Promise<boolean> {
    const { clock, client, faults, retry } = this.#context;
    const { entry, body } = delivery;
    const url = this.#number.webhookUrl;
    if (entry.state !== 'waiting' || url === undefined) return true;
    if (!this.#number.webhookVerified) return false;
    const now = clock.now();
    delivery.firstAttemptAt ??= now;
    // The On-Premises API does not sign.
    const signature = this.#number.onPremises ? 'none' : faults.signature;
    const attempt: WebhookEntry['attempts'][number] = { at: new Date(now).toISOString(), signature };
    const headers = {
      'content-type': 'application/json',
      'content-length': String(body.length),
      'user-agent': 'whatsapp-simulator',
      ...(signature !== 'none' && signatureHeaders(body, this.#number.appSecret, signature)),
    };
    try {
      const { signal } = this.#closing;
      attempt.status = (await client.request({ method: 'POST', url: new URL(url), headers, body, signal })).status;
    } catch (error) {
      attempt.error = describeFailure(error);
    }
    if (entry.state !== 'waiting') return true;
    entry.url = toPublicUrl(url);
    entry.attempts.push(attempt);
    // Only 200 counts (facts, section 6).
    if (attempt.status === 200) return settle(delivery, 'delivered');
    if (clock.now() - delivery.firstAttemptAt >= retry.giveUpAfterMs) return drop(delivery, 'nobody took it in time');
    return false;
  }

  #run(work: Promise<void>): void {
    const watched = work.catch(this.#context.onError).finally(() => this.#running.delete(watched));
    this.#running.add(watched);
  }
}

function newWaking(): AbortController {
  const waking = new AbortController();
  // Every webhook that waits for its next attempt listens.
  setMaxListeners(0, waking.signal);
  return waking;
}

function drop(delivery: Delivery, reason: string): true {
  if (delivery.entry.state === 'waiting') delivery.entry.reason = reason;
  return settle(delivery, 'dropped');
}

function settle({ entry, settled }: Delivery, state: 'delivered' | 'dropped'): true {
  if (entry.state !== 'waiting') return true;
  entry.state = state;
  settled();
  return true;
}
