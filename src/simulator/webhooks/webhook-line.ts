import { pause } from '../clock';
import type { BusinessNumber } from '../world/business-number';
import { digits } from '../world/ids';
import { Batcher, type Change } from './batcher';
import { Detour } from './detour';
import { type Handshake, shakeHands } from './handshake';
import { Outbox } from './outbox';
import { toTarget } from './target';
import { toJson } from './to-json';
import { toWebhookBodies } from './webhook-body';
import type { WebhookContext } from './webhook-context';

export interface SubscribeOptions {
  /** False skips the handshake, for receivers that cannot answer one. The On-Premises API has none. */
  handshake?: boolean | undefined;
}

/** The way from the platform to one number's webhook. */
export class WebhookLine {
  readonly #number: BusinessNumber;
  readonly #context: WebhookContext;
  readonly #outbox: Outbox;
  readonly #batcher: Batcher;
  readonly #detour: Detour;
  readonly #handshakes = new Set<Promise<void>>();
  #subscription = new AbortController();
  #isClosed = false;

  constructor(number: BusinessNumber, context: WebhookContext) {
    this.#number = number;
    this.#context = context;
    this.#outbox = new Outbox(number, context);
    this.#detour = new Detour(context);
    this.#batcher = new Batcher(context, (changes) => this.#deliver(changes));
  }

  /**
   * Sets where webhooks go. They wait until a handshake succeeded; it is repeated until then, so that the receiver may
   * start later than the simulator.
   *
   * @param url null stops the webhooks
   * @returns what the first handshake brought
   * @throws SimulatorError at once, when webhooks must not go there
   */
  subscribe(url: string | null, options: SubscribeOptions = {}): Promise<Handshake> {
    const { handshake = this.#number.onPremises === undefined } = options;
    const target = url === null ? null : toTarget(url, this.#context.allowRemote);
    this.#subscription.abort();
    this.#subscription = new AbortController();
    this.#number.webhookUrl = target?.href;
    this.#number.webhookVerified = target !== null && !handshake;
    if (target === null) {
      this.#outbox.dropAll('the number has no webhook URL');
      return Promise.resolve({ verified: false, reason: 'the number has no webhook URL' });
    }
    if (!handshake) {
      this.#outbox.retryNow();
      return Promise.resolve({ verified: true });
    }
    return this.#verify(target, this.#subscription.signal);
  }

  send(change: Change): void {
    if (!this.#isClosed) this.#batcher.add(change);
  }

  /** Sends a body byte for byte. */
  fire(body: string): void {
    this.#batcher.flush();
    this.#enqueue(body);
  }

  /** Gives up what is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#subscription.abort();
    const closed = this.#outbox.close();
    this.#batcher.flush();
    this.#detour.close();
    await Promise.all([closed, ...this.#handshakes]);
  }

  #verify(url: URL, signal: AbortSignal): Promise<Handshake> {
    const first = this.#shake(url, signal);
    const again = async (): Promise<void> => {
      const { retry, clock } = this.#context;
      let { verified } = await first;
      for (let attempt = 1; !verified && !signal.aborted; attempt++) {
        await pause(clock, retry.delayMs(attempt), signal);
        if (!signal.aborted) ({ verified } = await this.#shake(url, signal));
      }
    };
    const repeated = again()
      .catch(this.#context.onError)
      .finally(() => this.#handshakes.delete(repeated));
    this.#handshakes.add(repeated);
    return first;
  }

  async #shake(url: URL, signal: AbortSignal): Promise<Handshake> {
    const challenge = digits(this.#context.random, 10);
    const handshake = await shakeHands({ ...this.#context, number: this.#number, url, challenge, signal });
    if (signal.aborted) return { verified: false, reason: 'the webhook URL was changed meanwhile' };
    this.#number.webhookVerified = handshake.verified;
    if (handshake.verified) this.#outbox.retryNow();
    return handshake;
  }

  #deliver(changes: Change[]): void {
    const bodies = toWebhookBodies(this.#number, changes, this.#context.clock.now());
    for (const body of bodies) this.#enqueue(toJson(body));
  }

  #enqueue(text: string): void {
    const body = Buffer.from(text);
    for (let copy = 0; copy <= this.#context.faults.duplicates; copy++) {
      this.#detour.take(() => this.#outbox.add(body, copy > 0));
    }
  }
}
