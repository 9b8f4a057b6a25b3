import { ContactChecks } from './contacts/contact-checks';
import { type OrphanListener, Sender } from './messages/sender';
import type { Api, Platform } from './platform/platform';
import type { IdentityChange } from './store/identity-change';
import type { Committed, Scope, Store } from './store/store';
import type { WebhookProtection } from './webhook/protection';

/** Takes what an account receives. */
export interface Subscriber {
  /**
   * Takes the events of one delivery, in order; the identity changes of each go before it. Resolves when the flow has
   * received them.
   */
  receive(events: readonly Committed[], redelivered: boolean): Promise<void>;
  /** Takes identity changes that no webhook brought: the platform refused a message at once. */
  report(reports: readonly IdentityChange[]): void;
}

/** One business phone number: which API it speaks, what is secret about it, and what it owns. */
export interface AccountSettings {
  /** The ID of its configuration. */
  readonly id: string;
  readonly name: string;
  readonly api: Api;
  /** Empty on the On-Premises API, which has none. */
  readonly phoneNumberId: string;
  /** Empty where it is not known: then account events of any WABA that its secret signed are its own. */
  readonly wabaId: string;
  /** ISO 3166 country that completes numbers written without a country code; empty for none. */
  readonly country: string;
  /** Checks the signature of webhooks. Empty means that none is accepted. */
  readonly appSecret: string;
  /** Answers the platform's handshake. */
  readonly verifyToken: string;
  /**
   * What stands for the phone number ID in the store, where there is none. An On-Premises account has its own phone number
   * for that (`on-premises:4930901820`), or else a digest of its base URL (`on-premises:url:…`): neither changes with the
   * password, nor can it be the phone number ID of another account in the same store.
   */
  readonly standIn?: string;
  /** How many messages a second may leave, where that is set. */
  readonly messagesPerSecond?: number;
  /** The business's own phone number, where the account knows it and webhooks do not name it. */
  readonly displayNumber?: string;
  /** For the On-Premises API, whose webhooks are unsigned: then this is what shows that they are genuine. */
  readonly protection?: WebhookProtection;
}

/** A business number at work. */
export class Account {
  readonly settings: AccountSettings;
  readonly platform: Platform;
  readonly store: Store;
  readonly sender: Sender;
  readonly contacts: ContactChecks;
  readonly #subscribers = new Set<Subscriber>();
  #departures = 0;

  constructor(settings: AccountSettings, platform: Platform, store: Store, onOrphan: OrphanListener) {
    this.settings = settings;
    this.platform = platform;
    this.store = store;
    this.sender = new Sender(this, onOrphan);
    this.contacts = new ContactChecks(this);
  }

  /** Whose customers the ledger is about. */
  get scope(): Scope {
    const { api, phoneNumberId, standIn } = this.settings;
    return { number: standIn ?? phoneNumberId, kind: api === 'on-premises' ? 'identity' : 'key' };
  }

  /** Whether there is anything by which a webhook can be known to be genuine: without it none is accepted. */
  get isProtected(): boolean {
    const { appSecret, protection } = this.settings;
    return protection === undefined ? appSecret !== '' : Object.keys(protection).length > 0;
  }

  get isSimulated(): boolean {
    return this.settings.api === 'simulator';
  }

  /** Adds a subscriber; what is returned takes it away again. */
  subscribe(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber);
    return () => {
      if (this.#subscribers.delete(subscriber)) this.#departures += 1;
    };
  }

  /** How many subscribers went away so far: none since then means that whoever was handed something has it. */
  get departures(): number {
    return this.#departures;
  }

  /** Whether anybody listens: without a webhook no identity hash can ever be learned. */
  get isServed(): boolean {
    return this.#subscribers.size > 0;
  }

  /** Hands events to every subscriber, each of which gets all of them, and follows up what they mean for our messages. */
  async deliver(events: readonly Committed[], redelivered: boolean): Promise<void> {
    const fresh = events.filter(({ isDuplicate, reports }) => !isDuplicate || reports.length > 0);
    await Promise.all([...this.#subscribers].map((subscriber) => subscriber.receive(fresh, redelivered)));
    for (const { event } of events) {
      // The results of a check of contacts that come late. They hold neither ID nor time: when a number is checked again,
      // the same results are no duplicate, and each check takes its own once.
      if (event.kind === 'account' && event.topic === 'contacts') await this.contacts.take(event.payload);
    }
  }

  report(reports: readonly IdentityChange[]): void {
    if (reports.length === 0) return;
    for (const subscriber of this.#subscribers) subscriber.report(reports);
  }
}
