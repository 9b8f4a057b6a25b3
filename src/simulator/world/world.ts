import type { Clock } from '../clock';
import type { Random } from '../random';
import type { Rules } from '../rules';
import { SimulatorError } from '../simulator-error';
import type { Handshake } from '../webhooks/handshake';
import type { SubscribeOptions, WebhookLine } from '../webhooks/webhook-line';
import { type BusinessNumber, createBusinessNumber, type NumberOptions } from './business-number';
import { Customer } from './customer';
import type { CustomerOptions } from './customer-options';
import { Customers } from './customers';
import { wamid } from './ids';
import { UNDELIVERABLE } from './platform-failures';
import type { SendRequest, SentMessage } from './sent-message';
import type { Surroundings } from './surroundings';
import { failedValue, type WebhookValue } from './webhook-values';

export interface WorldOptions {
  clock: Clock;
  random: Random;
  rules: Rules;
  inboxLimit: number;
  connect(number: BusinessNumber): WebhookLine;
  /** Told when a webhook that nobody waits for could not even be set up. */
  onError(error: unknown): void;
}

interface NumberEntry {
  number: BusinessNumber;
  line: WebhookLine;
}

/** Business numbers, their customers, and the platform between them. */
export class World {
  readonly rules: Rules;
  readonly #options: WorldOptions;
  readonly #numbers = new Map<string, NumberEntry>();
  readonly #customers = new Customers();
  readonly #wamids: Random;
  readonly #incoming = new Set<string>();
  #numbersMade = 0;
  #customersMade = 0;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.rules = options.rules;
    this.#wamids = options.random.fork('wamid');
  }

  get numbers(): BusinessNumber[] {
    return [...this.#numbers.values()].map(({ number }) => number);
  }

  get customers(): Customer[] {
    return this.#customers.all;
  }

  /** Registers a business number. With a webhook URL the handshake begins at once, and is repeated until it succeeds. */
  addNumber(options: NumberOptions = {}): BusinessNumber {
    this.#numbersMade += 1;
    const number = createBusinessNumber(options, this.#options.random.fork(`number:${this.#numbersMade}`));
    const { phoneNumberId } = number;
    if (this.#numbers.has(phoneNumberId)) {
      throw new SimulatorError('number_exists', `The business number ${phoneNumberId} is already registered.`, 409);
    }
    const line = this.#options.connect(number);
    // Refuses a forbidden URL before anything is registered.
    const handshake = options.webhookUrl === undefined ? undefined : line.subscribe(options.webhookUrl);
    this.#numbers.set(phoneNumberId, { number, line });
    handshake?.catch(this.#options.onError);
    return number;
  }

  /** Forgets a business number; webhooks still under way to it are given up. */
  async removeNumber(phoneNumberId: string): Promise<void> {
    const entry = this.#numbers.get(phoneNumberId);
    this.#numbers.delete(phoneNumberId);
    await entry?.line.close();
  }

  /**
   * @param phoneNumberId may be left out where there is only one number
   * @throws SimulatorError `number_not_found`, `number_missing`
   */
  number(phoneNumberId?: string): BusinessNumber {
    return this.#entry(phoneNumberId).number;
  }

  /** @throws SimulatorError `customer_exists`, `invalid_phone` */
  addCustomer(options: CustomerOptions): Customer {
    this.#customersMade += 1;
    return new Customer(options, this.#surroundings(`customer:${this.#customersMade}`));
  }

  /**
   * @param name phone number, wa_id or user ID
   * @throws SimulatorError `customer_not_found`
   */
  customer(name: string): Customer {
    const customer = this.#customers.find(name);
    if (!customer) throw new SimulatorError('customer_not_found', `There is no customer ${name}.`, 404);
    return customer;
  }

  removeCustomer(customer: Customer): void {
    this.#customers.remove(customer);
  }

  /** Sets where a number's webhooks go (null: nowhere); resolves with what the first handshake brought. */
  async setWebhook(phoneNumberId: string, url: string | null, options?: SubscribeOptions): Promise<Handshake> {
    return this.#entry(phoneNumberId).line.subscribe(url, options);
  }

  /** Sends a webhook as it is given, signed: a string goes out byte for byte, anything else as JSON. */
  fireWebhook(phoneNumberId: string | undefined, body: unknown): void {
    this.#entry(phoneNumberId).line.fire(typeof body === 'string' ? body : JSON.stringify(body));
  }

  /** Accepts a message. It goes on its way with `proceed`, when the business has been answered. */
  accept(number: BusinessNumber, request: SendRequest): SentMessage {
    const { recipient, hash, callbackData, content } = request;
    const customer = this.#customers.find('dialled' in recipient ? recipient.dialled : recipient.userId);
    return {
      id: wamid(this.#wamids),
      number,
      content,
      recipient,
      customer,
      // While the check is off, a hash is ignored.
      hash: number.identityCheck ? hash : undefined,
      hashAtSending: customer?.identityHash,
      callbackData,
    };
  }

  proceed(message: SentMessage): void {
    if (message.customer) message.customer.receive(message);
    else this.#emit(message.number, failedValue(message, this.#options.clock.now(), UNDELIVERABLE));
  }

  /** Whether a customer wrote this message (among the latest 10,000). */
  isIncoming(id: string): boolean {
    return this.#incoming.has(id);
  }

  /** Gives up every webhook under way. */
  async close(): Promise<void> {
    await Promise.all([...this.#numbers.values()].map(({ line }) => line.close()));
  }

  #surroundings(purpose: string): Surroundings {
    const { clock, inboxLimit, random } = this.#options;
    return {
      clock,
      inboxLimit,
      rules: this.rules,
      random: random.fork(purpose),
      nextWamid: () => this.#incomingWamid(),
      number: (id) => this.number(id),
      numbersOf: (ids) => [...ids].flatMap((id) => this.#numbers.get(id)?.number ?? []),
      emit: (number, value) => this.#emit(number, value),
      claim: (customer, names) => this.#customers.claim(customer, names),
    };
  }

  #incomingWamid(): string {
    const id = wamid(this.#wamids);
    this.#incoming.add(id);
    const [oldest] = this.#incoming;
    if (this.#incoming.size > 10_000 && oldest !== undefined) this.#incoming.delete(oldest);
    return id;
  }

  #emit(number: BusinessNumber, value: WebhookValue): void {
    // A number that was removed while its messages were under way has nobody to tell.
    const entry = this.#numbers.get(number.phoneNumberId);
    if (entry?.number === number) entry.line.send({ value, field: 'messages' });
  }

  #entry(phoneNumberId?: string): NumberEntry {
    if (phoneNumberId === undefined) {
      const [only, ...others] = this.#numbers.values();
      if (only && others.length === 0) return only;
      throw new SimulatorError('number_missing', `Name a business number: there are ${this.#numbers.size} of them.`);
    }
    const entry = this.#numbers.get(phoneNumberId);
    if (!entry) throw new SimulatorError('number_not_found', `There is no business number ${phoneNumberId}.`, 404);
    return entry;
  }
}
