import { SimulatorError } from '../simulator-error';
import type { Handshake } from '../webhooks/handshake';
import type { SubscribeOptions, WebhookLine } from '../webhooks/webhook-line';
import type { BusinessNumber } from './business-number';
import type { Subscriptions } from './subscriptions';
import type { WebhookValue } from './webhook-form';

interface Entry {
  number: BusinessNumber;
  line: WebhookLine;
}

/** The business numbers of the world, each with the way to its webhook. */
export class BusinessNumbers {
  readonly #connect: (number: BusinessNumber) => WebhookLine;
  readonly #entries = new Map<string, Entry>();
  readonly #subscriptions: Subscriptions;

  constructor(connect: (number: BusinessNumber) => WebhookLine, subscriptions: Subscriptions) {
    this.#connect = connect;
    this.#subscriptions = subscriptions;
  }

  get all(): BusinessNumber[] {
    return [...this.#entries.values()].map(({ number }) => number);
  }

  /**
   * @returns what the first handshake brought, where there is a webhook URL
   * @throws SimulatorError `number_exists`, `username_taken`, and for webhook URLs that are not allowed
   */
  add(number: BusinessNumber, webhookUrl: string | undefined): Promise<Handshake> | undefined {
    const { phoneNumberId, onPremises } = number;
    if (this.#entries.has(phoneNumberId)) {
      throw new SimulatorError('number_exists', `The business number ${phoneNumberId} is already registered.`, 409);
    }
    const username = onPremises?.sessions.username;
    if (username !== undefined && this.all.some((other) => other.onPremises?.sessions.username === username)) {
      throw new SimulatorError('username_taken', `The user of another number is already called ${username}.`, 409);
    }
    const line = this.#connect(number);
    // Refuses a forbidden URL before anything is registered.
    const handshake = webhookUrl === undefined ? undefined : line.subscribe(webhookUrl);
    this.#entries.set(phoneNumberId, { number, line });
    return handshake;
  }

  async remove(phoneNumberId: string): Promise<void> {
    const entry = this.#entries.get(phoneNumberId);
    this.#entries.delete(phoneNumberId);
    await entry?.line.close();
  }

  /**
   * @param phoneNumberId may be left out where there is only one number
   * @throws SimulatorError `number_not_found`, `number_missing`
   */
  get(phoneNumberId?: string): BusinessNumber {
    return this.#entry(phoneNumberId).number;
  }

  /** The numbers with these IDs, as far as there are any. */
  having(phoneNumberIds: Iterable<string>): BusinessNumber[] {
    return [...phoneNumberIds].flatMap((id) => this.#entries.get(id)?.number ?? []);
  }

  /** @throws SimulatorError as `get` does, and for webhook URLs that are not allowed */
  async setWebhook(phoneNumberId: string, url: string | null, options?: SubscribeOptions): Promise<Handshake> {
    return this.#entry(phoneNumberId).line.subscribe(url, options);
  }

  tell(number: BusinessNumber, field: string, value: WebhookValue): void {
    // A number that was removed while its messages were under way has nobody to tell.
    const entry = this.#entries.get(number.phoneNumberId);
    if (entry?.number !== number) return;
    if (number.onPremises || this.#subscriptions.has(number.wabaId)) entry.line.send({ value, field });
  }

  fire(phoneNumberId: string | undefined, body: string): void {
    this.#entry(phoneNumberId).line.fire(body);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#entries.values()].map(({ line }) => line.close()));
  }

  #entry(phoneNumberId?: string): Entry {
    if (phoneNumberId === undefined) {
      const [only, ...others] = this.#entries.values();
      if (only && others.length === 0) return only;
      throw new SimulatorError('number_missing', `Name a business number: there are ${this.#entries.size} of them.`);
    }
    const entry = this.#entries.get(phoneNumberId);
    if (!entry) throw new SimulatorError('number_not_found', `There is no business number ${phoneNumberId}.`, 404);
    return entry;
  }
}
