import assert from 'node:assert/strict';
import type { WhatsAppError } from '../../../src/platform/errors';
import type { Customer } from '../../../src/simulator/world/customer';
import type { Message, Runtime } from '../../harness/runtime';
import { waitUntil } from '../../harness/wait';
import { phone } from './platform';

/** What leaves webhook-in for a message or a status. */
export interface EventMessage extends Message {
  topic: string;
  payload: unknown;
  whatsapp: { id: string; customer: Message; identity: Identity; [member: string]: unknown };
}

/** What leaves webhook-in for an identity change. */
export interface ChangeMessage extends Message {
  topic: string;
  payload: {
    changeId: string;
    customer: Message;
    previousHash: string | null;
    hash: string | null;
    changedAt: string;
    heldMessages: number;
    evidence: Message;
  };
  whatsapp: { customer: Message; identity: Identity; [member: string]: unknown };
}

export interface Identity {
  state: string;
  hash: string | null;
  since: string | null;
  changeId: string | null;
}

/** What leaves a send node. */
export interface SendMessage extends Message {
  topic: string;
  payload: Message;
  whatsapp: { released?: true; identityHash?: string | null; [member: string]: unknown };
}

/** What identity-ack answers with about one customer. */
export interface Entry extends Identity {
  customer: Message;
  hashes: { hash: string; approved: boolean; current: boolean }[];
  audit: { what: string; at: string; hash?: string; source?: string }[];
  heldMessages: number;
  held: { id: string; reason: string; type: string }[];
  released?: number;
  [member: string]: unknown;
}

export interface Told {
  output: 'accepted' | 'held' | 'failed';
  msg: SendMessage;
  error?: WhatsAppError;
}

export interface Answered {
  topic: string;
  payload: Entry;
}

/** One customer's story: what they do, what the business does about them, and what came of it on both sides. */
export class Story {
  readonly customer: Customer;
  readonly #red: Runtime;

  constructor(red: Runtime, customer: Customer) {
    this.#red = red;
    this.customer = customer;
  }

  /** How the business addresses the customer, unless told otherwise. */
  get to(): string {
    const { hidesNumber, userId, waId } = this.customer;
    return hidesNumber && userId !== undefined ? userId : `+${waId}`;
  }

  /** The customer writes; resolves with what the flow gets. */
  async says(text: string): Promise<EventMessage> {
    const id = this.customer.write(text);
    return waitUntil(() => this.#red.received<EventMessage>('messages').find(({ whatsapp }) => whatsapp.id === id), {
      what: `the flow gets "${text}"`,
    });
  }

  /** The business sends; resolves with what came out first, and where. */
  async tell(text: string, more: Message = {}, node = 'send'): Promise<Told> {
    const prefix = node === 'send' ? '' : `${node}-`;
    const { msg, error } = await this.#red.process(node, { to: this.to, payload: text, ...more });
    const outputs = ['accepted', 'held', 'failed'] as const;
    return waitUntil(
      () => {
        for (const output of outputs) {
          const found = this.#red
            .received<SendMessage>(prefix + output)
            .find(({ _msgid, whatsapp }) => _msgid === msg._msgid && whatsapp.released === undefined);
          if (found !== undefined)
            return { output, msg: found, ...(error === undefined ? {} : { error: error as WhatsAppError }) };
        }
        return error === undefined ? undefined : Promise.reject(error);
      },
      { what: `something comes of "${text}"` },
    );
  }

  /** Asks identity-ack for something, and gives its answer; what it refuses is thrown. */
  async ask(operation: string, more: Message = {}): Promise<Answered> {
    const { msg, error } = await this.#red.process('ack', { operation, to: this.to, ...more });
    if (error !== undefined) throw error;
    const answers = () =>
      this.#red.received<Answered & Message>('result').filter(({ _msgid }) => _msgid === msg._msgid);
    return waitUntil(() => answers()[0], { what: `identity-ack answers to ${operation}` });
  }

  async lookUp(): Promise<Entry> {
    return (await this.ask('lookUp')).payload;
  }

  async state(): Promise<string> {
    return (await this.lookUp()).state;
  }

  /** Approves what `changeId` names, by default whatever the business knows as the newest. */
  async acknowledge(changeId?: string | null, more: Message = {}): Promise<Entry> {
    const named = changeId ?? (await this.lookUp()).changeId;
    const { topic, payload } = await this.ask('acknowledge', { changeId: named, ...more });
    assert.equal(topic, 'acknowledged');
    return payload;
  }

  /** The customer writes first and is authenticated. */
  async becomesTrusted(): Promise<void> {
    await this.says('Hello');
    const { state } = await this.acknowledge();
    assert.equal(state, 'trusted');
  }

  /** The identity changes that the flow heard of, the first so many of them. */
  changes(count = 1): Promise<ChangeMessage[]> {
    return this.#red.waitFor<ChangeMessage>('changes', count);
  }

  /** What the customer's phone received. */
  get phone(): string[] {
    return phone(this.customer);
  }
}
