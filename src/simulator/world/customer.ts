import type { Random } from '../random';
import { SimulatorError } from '../simulator-error';
import { type BusinessNumber, isReachable } from './business-number';
import { Contacts } from './contacts';
import type { CustomerOptions, Stranger } from './customer-options';
import { CustomerTime } from './customer-time';
import { businessScopedUserId, identityHash } from './ids';
import { Mailbox } from './mailbox';
import { countryOf, toE164 } from './phone-number';
import type { MessageContent, Person, ReceivedMessage, SentMessage } from './sent-message';
import type { Surroundings } from './surroundings';
import { webhooksOf } from './webhooks-of';
import { type WrittenMessage, WrittenMessages } from './written-messages';

/** A simulated customer: an account, the person who holds it, and the phone it is on. */
export class Customer {
  readonly #surroundings: Surroundings;
  readonly #random: Random;
  readonly #mailbox: Mailbox;
  readonly #time: CustomerTime;
  readonly #written: WrittenMessages;
  readonly #knownTo = new Set<string>();
  readonly #contacts: Contacts;
  #phone: string;
  #waId: string;
  #userId: string | undefined;
  #username: string | undefined;
  #person: Person;
  #device = 1;
  #identityHash: string;
  #online: boolean;
  #onWhatsApp: boolean;
  readonly hidesNumber: boolean;

  constructor(options: CustomerOptions, surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.#random = surroundings.random;
    this.#time = new CustomerTime(surroundings.clock);
    this.#mailbox = new Mailbox(this, this.#time, surroundings);
    this.#written = new WrittenMessages(surroundings.inboxLimit);
    this.#contacts = new Contacts(surroundings.clock, options.hasWritten ?? true);
    this.#phone = toE164(options.phone);
    this.#waId = options.waId ?? this.#phone.slice(1);
    this.hidesNumber = options.hidesNumber ?? false;
    this.#userId = this.#toUserId(options.userId ?? (this.hidesNumber ? true : undefined), this.#phone);
    this.#username = options.username;
    this.#person = { generation: 1, name: options.name ?? 'Customer' };
    this.#identityHash = options.identityHash ?? identityHash(this.#random);
    this.#online = options.online ?? true;
    this.#onWhatsApp = options.onWhatsApp ?? true;
    surroundings.claim(this, this);
  }

  /** E.164 with its plus sign. */
  get phone(): string {
    return this.#phone;
  }
  /** What the platform calls the number: digits, without plus. */
  get waId(): string {
    return this.#waId;
  }
  get userId(): string | undefined {
    return this.#userId;
  }
  get username(): string | undefined {
    return this.#username;
  }
  /** The profile name: that of whoever holds the account. */
  get name(): string {
    return this.#person.name;
  }
  get person(): Person {
    return this.#person;
  }
  /** Counts up from 1. */
  get device(): number {
    return this.#device;
  }
  get identityHash(): string {
    return this.#identityHash;
  }
  get online(): boolean {
    return this.#online;
  }
  get onWhatsApp(): boolean {
    return this.#onWhatsApp;
  }
  /** Whether webhooks to that business number name the customer's phone number. */
  showsNumberTo({ phoneNumberId }: BusinessNumber): boolean {
    return !this.hidesNumber || this.#contacts.wasDialledLately(phoneNumberId);
  }
  /** Whether that business number may send what is no template: for 24 hours after the customer wrote to it. */
  isOpenTo({ phoneNumberId }: BusinessNumber): boolean {
    return this.#contacts.isOpen(phoneNumberId);
  }
  /** What the phone received, oldest first, with the person who then held it. */
  get inbox(): readonly ReceivedMessage[] {
    return this.#mailbox.inbox;
  }
  /** What the customer wrote, oldest first, and whether the business has read it. */
  get written(): readonly WrittenMessage[] {
    return this.#written.all;
  }
  /** How many messages wait for the phone to come online. */
  get waiting(): number {
    return this.#mailbox.waiting;
  }

  /**
   * Writes to the business.
   *
   * @param to phone number ID; may be left out where there is only one number
   * @param groupId writes into this group instead, whose number it then is
   * @returns the wamid
   * @throws SimulatorError `not_online`, `group_not_found`, `number_not_registered`
   */
  write(message: string | MessageContent, to?: string, groupId?: string): string {
    if (!this.#onWhatsApp || !this.#online)
      throw new SimulatorError('not_online', `${this.name} is not online on WhatsApp.`, 409);
    const group = groupId === undefined ? undefined : this.#surroundings.groupOf(groupId, this);
    const content: MessageContent = {
      ...(typeof message === 'string' ? { type: 'text', text: { body: message } } : message),
      ...(group && { group_id: group.id }),
    };
    const number = group?.number ?? this.#surroundings.number(to);
    if (!isReachable(number))
      throw new SimulatorError('number_not_registered', 'The business number is not registered on WhatsApp.', 409);
    if (group === undefined) this.#contacts.wrote(number.phoneNumberId);
    const id = this.#surroundings.nextMessageId(number);
    const now = this.#time.now();
    this.#meet(number, now);
    const at = new Date(now).toISOString();
    this.#written.add({ id, to: number.phoneNumberId, at, content, person: this.#person, device: this.#device });
    this.#surroundings.emit(number, webhooksOf(number).incoming(number, this, id, now, content));
    return id;
  }

  /** The same person on a new device: a new identity hash. As on the platform, only the On-Premises API tells of it. */
  newDevice(): void {
    this.#time.setUpDevice();
    this.#device += 1;
    this.#identityHash = identityHash(this.#random);
    this.#surroundings.tellIdentityChange(this, () => this.#time.now());
  }

  /** Somebody else takes the number over, on a device of their own. */
  simSwap(stranger: Stranger): void {
    const userId = this.#toUserId(stranger.userId, this.#phone) ?? this.#userId;
    this.#surroundings.claim(this, { phone: this.#phone, waId: this.#waId, userId });
    this.#userId = userId;
    this.#person = { generation: this.#person.generation + 1, name: stranger.name };
    this.newDevice();
  }

  /**
   * The same person on the same device under another number: businesses that know the customer get a system message.
   * The user ID becomes another one, too (facts, section 9). The documents do not call this an identity change, so the
   * hash stays.
   */
  changeNumber(newPhone: string): void {
    const former = { waId: this.#waId, userId: this.#userId };
    const phone = toE164(newPhone);
    const waId = phone.slice(1);
    const userId = this.#userId && this.#toUserId(true, phone);
    this.#surroundings.claim(this, { phone, waId, userId });
    this.#phone = phone;
    this.#waId = waId;
    this.#userId = userId;
    const told = this.#surroundings
      .numbersOf(this.#knownTo)
      .map((number) => ({ number, isShown: this.showsNumberTo(number) }));
    this.#contacts.changeNumber();
    const { nextMessageId, emit } = this.#surroundings;
    for (const { number, isShown } of told) {
      if (number.onPremises?.settings.notifiesOfChangedNumbers === false) continue;
      const id = nextMessageId(number);
      emit(number, webhooksOf(number).numberChanged(number, this, { ...former, isShown }, id, this.#time.now()));
    }
  }

  /** Messages wait from now on. */
  goOffline(): void {
    this.#online = false;
  }

  /** What waited is delivered now, or refused, as the identity is now. */
  goOnline(): void {
    this.#online = true;
    if (this.#onWhatsApp) this.#mailbox.deliverWaiting();
  }

  /** Deletes the account: messages fail from now on, those that wait too. */
  leaveWhatsApp(): void {
    this.#onWhatsApp = false;
    this.#mailbox.returnWaiting();
  }

  /** Comes (back) to WhatsApp, which makes a new identity. */
  joinWhatsApp(): void {
    if (this.#onWhatsApp) return;
    this.#onWhatsApp = true;
    this.newDevice();
  }

  /**
   * Reads everything that arrived.
   *
   * @returns the wamids of what was unread
   */
  read(): string[] {
    return this.#mailbox.read();
  }

  /**
   * The business has read a message.
   *
   * @returns whether this customer wrote it
   */
  seeRead(id: string, isTyping: boolean): boolean {
    return this.#written.markAsRead(id, new Date(this.#time.now()).toISOString(), isTyping);
  }

  /** The platform sends a message on to this customer. */
  receive(message: SentMessage): void {
    this.#meet(message.number, this.#time.now());
    if ('dialled' in message.recipient) this.#contacts.dialled(message.number.phoneNumberId);
    this.#mailbox.take(message);
  }

  #meet(number: BusinessNumber, now: number): void {
    this.#knownTo.add(number.phoneNumberId);
    number.onPremises?.identities.of(this, now);
  }

  #toUserId(userId: string | true | undefined, phone: string): string | undefined {
    return userId === true ? businessScopedUserId(this.#random, countryOf(phone)) : userId;
  }
}
