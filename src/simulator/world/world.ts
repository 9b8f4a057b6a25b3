import { setMaxListeners } from 'node:events';
import { type Clock, pause } from '../clock';
import type { Random } from '../random';
import type { Rules } from '../rules';
import { SimulatorError } from '../simulator-error';
import type { Handshake } from '../webhooks/handshake';
import { toJson } from '../webhooks/to-json';
import type { SubscribeOptions, WebhookLine } from '../webhooks/webhook-line';
import { type BusinessNumber, createBusinessNumber, type NumberOptions } from './business-number';
import { BusinessNumbers } from './business-numbers';
import { Customer } from './customer';
import type { CustomerOptions } from './customer-options';
import { Customers } from './customers';
import { type Group, Groups } from './groups';
import { digits } from './ids';
import { type MediaFile, MediaFiles } from './media-files';
import { MessageIds } from './message-ids';
import { undeliverable } from './platform-failures';
import { nameOf, type SendRequest, type SentMessage } from './sent-message';
import { Subscriptions } from './subscriptions';
import type { Surroundings } from './surroundings';
import { tellIdentityChange } from './tell-identity-change';
import { Templates } from './templates';
import type { WebhookValue } from './webhook-form';
import { webhooksOf } from './webhooks-of';

export interface WorldOptions {
  clock: Clock;
  random: Random;
  rules: Rules;
  inboxLimit: number;
  connect(number: BusinessNumber): WebhookLine;
  /** Where this world is to be found; undefined while it is nowhere. */
  baseUrl(): string | undefined;
  /** Told when a webhook that nobody waits for could not even be set up. */
  onError(error: unknown): void;
}

/** Business numbers, their customers, and the platform between them. */
export class World {
  readonly rules: Rules;
  /** ID of the app that the access tokens belong to. */
  readonly appId: string;
  readonly subscriptions = new Subscriptions();
  readonly media: MediaFiles;
  readonly templates: Templates;
  readonly #options: WorldOptions;
  readonly #numbers: BusinessNumbers;
  readonly #customers = new Customers();
  readonly groups: Groups;
  readonly #messageIds: MessageIds;
  readonly #closing = new AbortController();
  #numbersMade = 0;
  #customersMade = 0;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.rules = options.rules;
    this.#numbers = new BusinessNumbers(options.connect, this.subscriptions);
    this.appId = digits(options.random.fork('app'), 15);
    this.groups = new Groups(options.random.fork('groups'));
    this.templates = new Templates(options.random.fork('templates'));
    this.media = new MediaFiles(options.clock, options.random.fork('media'));
    this.#messageIds = new MessageIds(options.random.fork('wamid'));
    // Everybody who waits for something listens.
    setMaxListeners(0, this.#closing.signal);
  }

  get numbers(): BusinessNumber[] {
    return this.#numbers.all;
  }

  /** Milliseconds since the epoch, by the clock of this world. */
  now(): number {
    return this.#options.clock.now();
  }

  get customers(): Customer[] {
    return this.#customers.all;
  }

  /**
   * Adds a business number. With a webhook URL the handshake begins at once, and is repeated until it succeeds.
   *
   * @throws SimulatorError `number_exists`, `username_taken`, and for webhook URLs that are not allowed
   */
  addNumber(options: NumberOptions = {}): BusinessNumber {
    this.#numbersMade += 1;
    const { clock, random, onError } = this.#options;
    const number = createBusinessNumber(options, {
      clock,
      random: random.fork(`number:${this.#numbersMade}`),
      rules: this.rules,
      find: (name) => this.findCustomer(name),
    });
    this.#numbers.add(number, options.webhookUrl)?.catch(onError);
    return number;
  }

  /** Forgets a business number; webhooks still under way to it are given up. */
  removeNumber(phoneNumberId: string): Promise<void> {
    return this.#numbers.remove(phoneNumberId);
  }

  /**
   * @param phoneNumberId may be left out where there is only one number
   * @throws SimulatorError `number_not_found`, `number_missing`
   */
  number(phoneNumberId?: string): BusinessNumber {
    return this.#numbers.get(phoneNumberId);
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
    const customer = this.findCustomer(name);
    if (!customer) throw new SimulatorError('customer_not_found', `There is no customer ${name}.`, 404);
    return customer;
  }

  /** @param name phone number, wa_id or user ID */
  findCustomer(name: string): Customer | undefined {
    return this.#customers.find(name);
  }

  removeCustomer(customer: Customer): void {
    this.#customers.remove(customer);
  }

  /** Sets where a number's webhooks go (null: nowhere); resolves with what the first handshake brought. */
  setWebhook(phoneNumberId: string, url: string | null, options?: SubscribeOptions): Promise<Handshake> {
    return this.#numbers.setWebhook(phoneNumberId, url, options);
  }

  /** Tells a number's webhook something. The On-Premises API has no fields, and leaves the name out. */
  tell(number: BusinessNumber, field: string, value: WebhookValue): void {
    this.#numbers.tell(number, field, value);
  }

  /** Sends a webhook as it is given, signed where the API signs: a string byte for byte, anything else as JSON. */
  fireWebhook(phoneNumberId: string | undefined, body: unknown): void {
    this.#numbers.fire(phoneNumberId, typeof body === 'string' ? body : toJson(body));
  }

  /** Accepts a message. It goes on its way with `proceed`, when the business has been answered. */
  accept(number: BusinessNumber, request: SendRequest): SentMessage {
    const { recipient, hash, callbackData, content } = request;
    const name = nameOf(recipient);
    const customer = name === undefined ? undefined : this.findCustomer(name);
    return {
      id: this.#messageIds.outgoing(number),
      number,
      content,
      recipient,
      customer,
      // While the check is off, a hash is ignored; a group has none.
      hash: number.identityCheck && name !== undefined ? hash : undefined,
      hashAtSending: customer?.identityHash,
      callbackData,
    };
  }

  proceed(message: SentMessage): void {
    const { customer, number, recipient } = message;
    if ('group' in recipient) this.#proceedInGroup(message, recipient.group);
    else if (customer) customer.receive(message);
    else this.#emit(number, webhooksOf(number).failed(message, this.now(), undeliverable(number)));
  }

  /** Where a file can be fetched for five minutes; undefined while the world is to be found nowhere. */
  mediaUrl(file: MediaFile): string | undefined {
    const baseUrl = this.#options.baseUrl();
    return baseUrl === undefined ? undefined : `${baseUrl}/media/${this.media.address(file)}`;
  }

  /**
   * A business marks a message as read; whoever wrote it sees that.
   *
   * @returns whether a customer wrote such a message (among the latest 10,000)
   */
  markAsRead(id: string, isTyping: boolean): boolean {
    return this.customers.some((customer) => customer.seeRead(id, isTyping)) || this.#messageIds.isIncoming(id);
  }

  /** @returns whether the world still goes on after that time */
  async wait(delayMs: number): Promise<boolean> {
    const { signal } = this.#closing;
    if (delayMs > 0) await pause(this.#options.clock, delayMs, signal);
    return !signal.aborted;
  }

  /** Gives up every webhook under way. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#numbers.close();
  }

  /** That it was sent is told once, all else for each member (facts, section 8). */
  #proceedInGroup(message: SentMessage, { members }: Group): void {
    this.#emit(message.number, webhooksOf(message.number).status(message, 'sent', this.now(), undefined));
    for (const customer of members) if (customer.onWhatsApp) customer.receive({ ...message, customer });
  }

  #surroundings(purpose: string): Surroundings {
    const { clock, inboxLimit, random } = this.#options;
    const emit: Surroundings['emit'] = (number, value) => this.#emit(number, value);
    const nextMessageId: Surroundings['nextMessageId'] = (number) => this.#messageIds.incoming(number);
    return {
      clock,
      inboxLimit,
      emit,
      nextMessageId,
      rules: this.rules,
      random: random.fork(purpose),
      number: (id) => this.number(id),
      groupOf: (id, customer) => this.groups.of(id, customer),
      numbersOf: (ids) => this.#numbers.having(ids),
      tellIdentityChange: (customer, now) => tellIdentityChange(this.numbers, customer, now, { emit, nextMessageId }),
      claim: (customer, names) => this.#customers.claim(customer, names),
    };
  }

  #emit(number: BusinessNumber, value: WebhookValue): void {
    this.tell(number, 'messages', value);
  }
}
