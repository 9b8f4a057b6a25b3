import { Account } from '../../../../src/account';
import type { SendResult } from '../../../../src/messages/send-result';
import { describeError } from '../../../../src/platform/catalogue';
import { deferPlatform } from '../../../../src/platform/deferred';
import { NoAnswerError } from '../../../../src/platform/errors';
import type { OutgoingMessage, Platform, SendReceipt } from '../../../../src/platform/platform';
import type { Engine } from '../../../../src/store/engine';
import { createKeyedStore } from '../../../../src/store/keyed-store';
import { createMemoryEngine } from '../../../../src/store/memory-engine';
import type { Outgoing } from '../../../../src/store/outgoing';
import type { Store } from '../../../../src/store/store';
import { followUp } from '../../../../src/webhook/follow-up';
import { parseWebhook } from '../../../../src/webhook/parse';
import { splitWebhook } from '../../../../src/webhook/split';
import { TrialEngine } from '../../store/support/trial-engine';

const SETTINGS = { id: 'account', name: '', wabaId: '', country: '', appSecret: '', verifyToken: '' };
const NUMBER = '200300400500600';

/** A message that came to the platform, with how it may be answered. */
export interface Call {
  text: string;
  waId: string;
  correlationId: string;
  wamid: string;
  accept(): void;
  refuse(error: Error): void;
  /** No answer comes, and it may have left. */
  lose(): void;
}

/** Sends through a platform that answers when it is told, and can be told of statuses; it can be killed, and go on. */
export class Desk {
  readonly calls: Call[] = [];
  /** What the send node heard later, of messages that nobody waits for. */
  readonly heard: SendResult[] = [];
  account: Account;
  store: Store;
  /** How many processes there were. */
  lives = 0;
  onHeard: (result: SendResult) => void = (result) => void this.heard.push(result);
  readonly #engine: Engine = createMemoryEngine();
  #seconds = Math.floor(Date.now() / 1000);
  #undo: ((isRemoved: boolean) => void) | undefined;

  constructor({ isServed = true } = {}) {
    this.store = this.#begin();
    this.account = this.#open(isServed);
  }

  /** The process ends when all is recorded. Promises of the one before are never kept. */
  async restart(): Promise<void> {
    await this.store.settled();
    this.kill();
  }

  /** The process ends at once; the next one has what was recorded by then. */
  kill(): void {
    this.account.sender.stop();
    this.store = this.#begin();
    this.account = this.#open(true);
  }

  /** The send node is deployed again. */
  redeploy(): void {
    this.#undo?.(false);
    this.#listen(this.account);
  }

  send(body: string, more: Partial<Outgoing> = {}): Promise<SendResult> {
    return this.account.sender.send({
      nodeId: 'send',
      names: { waId: '16315550001' },
      address: { to: '+16315550001' },
      content: { type: 'text', text: { body } },
      policy: 'same',
      retries: 1,
      ...more,
    });
  }

  /** A status of a message comes in. */
  status(word: string, { wamid, correlationId, waId }: Call, code?: number): Promise<void> {
    const errors = code === undefined ? {} : { errors: [{ code, title: 'No' }] };
    const status = { id: wamid, status: word, recipient_id: waId, biz_opaque_callback_data: correlationId };
    return this.#receive({ statuses: [{ ...status, timestamp: this.#nextSecond(), ...errors }] });
  }

  /** A customer writes, and the platform shows their hash. */
  message(waId: string, hash: string): Promise<void> {
    const timestamp = this.#nextSecond();
    const message = { from: waId, id: `wamid.in.${timestamp}`, timestamp, type: 'text', text: { body: 'hi' } };
    return this.#receive({ contacts: [{ wa_id: waId, identity_key_hash: hash }], messages: [message] });
  }

  async close(): Promise<void> {
    this.account.sender.stop();
    await this.store.close();
  }

  /** Hashes of one second could not be put in order. */
  #nextSecond(): string {
    this.#seconds += 1;
    return String(this.#seconds);
  }

  async #receive(content: object): Promise<void> {
    const metadata = { display_phone_number: '4930901820', phone_number_id: NUMBER };
    const value = { messaging_product: 'whatsapp', metadata, ...content };
    const entry = [{ id: '1', changes: [{ field: 'messages', value }] }];
    const body = Buffer.from(JSON.stringify({ object: 'whatsapp_business_account', entry }));
    const parsed = parseWebhook(body);
    if (!parsed.ok) throw new Error('The webhook cannot be read');
    const { account, store } = this;
    const id = await store.accept({ body, receivedAt: Date.now(), accounts: ['account'] });
    const committed = await store.commit(account.scope, id, splitWebhook(parsed.body, { describeError }));
    followUp(account, committed, (error) => {
      throw error;
    });
    store.finish(id);
  }

  #begin(): Store {
    this.lives += 1;
    const life = this.lives;
    const engine = new TrialEngine(this.#engine);
    engine.onWrite = () => {
      // What a process of before still has to write is gone with it.
      if (life < this.lives) throw new Error('The process is dead');
    };
    return createKeyedStore(engine);
  }

  #open(isServed: boolean): Account {
    const platform: Platform = {
      ...deferPlatform('cloud', new Promise(() => undefined)),
      sendMessage: (message) => new Promise((resolve, refuse) => this.#call(message, resolve, refuse)),
    };
    const settings = { ...SETTINGS, api: 'cloud', phoneNumberId: NUMBER } as const;
    const account = new Account(settings, platform, this.store, () => undefined);
    if (isServed) account.subscribe({ receive: async () => undefined, report: () => undefined });
    this.#listen(account);
    return account;
  }

  #listen({ sender }: Account): void {
    const life = this.lives;
    this.#undo = sender.register('send', (result) => {
      if (life === this.lives) this.onHeard(result);
    });
  }

  #call(message: OutgoingMessage, resolve: (receipt: SendReceipt) => void, refuse: (error: Error) => void): void {
    const wamid = `wamid.${this.calls.length + 1}`;
    this.calls.push({
      text: (message.text as { body: string }).body,
      waId: String(message.to).replace('+', ''),
      correlationId: message.biz_opaque_callback_data ?? '',
      wamid,
      accept: () => resolve({ id: wamid, contacts: [], raw: { messages: [{ id: wamid }] } }),
      refuse,
      lose: () => refuse(new NoAnswerError('unknown_outcome', 'No.', { retryable: false, advice: '' }, true)),
    });
  }
}

/** One word for a result, and what matters about it. */
export function describeResult(result: SendResult): string {
  if (result.type === 'held') return `held ${result.held.reason}`;
  if (result.type === 'failed') return `failed ${result.error.code}`;
  return result.type === 'accepted' ? (result.stage ?? 'accepted') : result.type;
}
