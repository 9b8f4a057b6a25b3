import type { CustomerNames } from '../../../../src/identity/evidence';
import type { SendPolicy } from '../../../../src/identity/policy';
import { type Admission, HOLD_LIMITS, type HoldLimits, type Outgoing } from '../../../../src/store/outgoing';
import type { Committed, Scope, Store } from '../../../../src/store/store';
import { eventsOf } from '../../../fixtures/webhooks/events-of';
import { messaging } from '../../../fixtures/webhooks/fixture';

/** Why nobody knows whether a message left. */
export const DOUBT = { code: 'unknown_outcome', message: 'No answer.', cause: { retryable: false, advice: 'Wait.' } };

/** The place in which a store keeps things. */
export interface Place {
  /** Opens it, as a process that starts does; the process before has ended, and took nothing along. */
  open(now: () => number): Promise<Store>;
  /** Ends the process, in order or not. */
  end(store: Store): Promise<void>;
  remove(): Promise<void>;
}

export const SCOPE: Scope = { number: '200300400500600', kind: 'key' };
export const ADA: CustomerNames = { waId: '4915112345678' };
export const BOB: CustomerNames = { waId: '4915187654321' };

/** Seconds of the platform's clock, and ours. */
const START = 1_760_000_000;

/** A store with a clock, a platform that answers as it is told, and everything that happens in between. */
export class Bench {
  store: Store;
  readonly #place: Place;
  #seconds = START;
  #ids = 0;

  private constructor(place: Place, store: Store) {
    this.#place = place;
    this.store = store;
  }

  static async open(place: Place): Promise<Bench> {
    let bench: Bench | undefined;
    const store = await place.open(() => (bench?.now ?? START) * 1000);
    bench = new Bench(place, store);
    return bench;
  }

  /** Seconds since 1970. */
  get now(): number {
    return this.#seconds;
  }

  wait(seconds: number): void {
    this.#seconds += seconds;
  }

  async restart(): Promise<void> {
    await this.#place.end(this.store);
    this.store = await this.#place.open(() => this.#seconds * 1000);
  }

  async remove(): Promise<void> {
    await this.#place.end(this.store);
    await this.#place.remove();
  }

  /** An incoming message, a second later, with a hash in its contact if one is given. */
  message(hash?: string, from: CustomerNames = ADA, id = this.#newId()): object {
    this.wait(1);
    const contact = { wa_id: from.waId, ...(hash === undefined ? {} : { identity_key_hash: hash }) };
    const message = { from: from.waId, id, timestamp: String(this.now), type: 'text', text: { body: 'hi' } };
    return messaging({ contacts: [contact], messages: [message] });
  }

  /** A status of a message of ours, a second later. */
  status(
    word: string,
    of: { correlationId: string; to?: CustomerNames; hash?: string; code?: number; more?: object },
  ): object {
    this.wait(1);
    return messaging({
      statuses: [
        {
          id: `wamid.${of.correlationId}`,
          status: word,
          timestamp: String(this.now),
          recipient_id: (of.to ?? ADA).waId,
          biz_opaque_callback_data: of.correlationId,
          ...(of.hash === undefined ? {} : { recipient_identity_key_hash: of.hash }),
          ...(of.code === undefined ? {} : { errors: [{ code: of.code, title: 'no' }] }),
          ...of.more,
        },
      ],
    });
  }

  /** The identity changed, and nobody says to what. */
  systemMessage(from: CustomerNames = ADA): object {
    this.wait(1);
    const message = { from: from.waId, id: this.#newId(), timestamp: String(this.now), type: 'system' };
    return messaging({ messages: [{ ...message, system: { type: 'user_identity_changed' } }] });
  }

  /** Takes a webhook all the way in, as one delivery. */
  async receive(body: object, scope = SCOPE): Promise<Committed[]> {
    const id = await this.accept(body);
    const committed = await this.store.commit(scope, id, eventsOf(body));
    await this.store.finish(id);
    return committed;
  }

  accept(body: object): Promise<string> {
    return this.store.accept({
      body: Buffer.from(JSON.stringify(body)),
      receivedAt: this.now * 1000,
      accounts: ['account'],
    });
  }

  outgoing(text: string, more: Partial<Outgoing> = {}): Outgoing {
    const names = 'names' in more ? more.names : ADA;
    return {
      nodeId: 'node',
      ...(names === undefined ? {} : { names }),
      address: names?.waId === undefined ? { to: 'group' } : { to: `+${names.waId}` },
      content: { type: 'text', text: { body: text } },
      policy: 'same',
      ...more,
    };
  }

  send(text: string, more: Partial<Outgoing> = {}, limits: HoldLimits = HOLD_LIMITS): Promise<Admission> {
    return this.store.admit(SCOPE, this.outgoing(text, more), limits);
  }

  /** Sends something that is expected to leave. */
  async leave(text: string, more: Partial<Outgoing> = {}): Promise<Admission & { type: 'send' }> {
    const admission = await this.send(text, more);
    if (admission.type !== 'send') throw new Error(`${text} is held for ${admission.held.reason}`);
    return admission;
  }

  accepted(correlationId: string) {
    return this.store.settle(SCOPE, correlationId, { type: 'accepted', wamid: `wamid.${correlationId}` });
  }

  /** What the process before left unfinished, as far as something is known; for the rest a status may come for a while. */
  interrupted(waitMs = 0) {
    return this.store.interrupted(SCOPE, { doubt: DOUBT, waitMs });
  }

  /** Somebody authenticated the customer: approves what is newest, by its name. */
  async acknowledge(names: CustomerNames = ADA): Promise<string> {
    const { changeId } = await this.store.look(SCOPE, names);
    return this.store.acknowledge(SCOPE, names, changeId === null ? { newest: true } : { changeId });
  }

  async state(names: CustomerNames = ADA): Promise<string> {
    const { state, hash } = await this.store.look(SCOPE, names);
    return hash === null ? state : `${state} ${hash}`;
  }

  release(names: CustomerNames = ADA, isWanted = (): boolean => true): Promise<Admission | undefined> {
    return this.store.releaseNext(SCOPE, names, isWanted);
  }

  async heldTexts(names: CustomerNames = ADA): Promise<string[]> {
    const held = await this.store.heldOf(SCOPE, names);
    return held.map(({ outgoing }) => textOf(outgoing));
  }

  #newId(): string {
    this.#ids += 1;
    return `wamid.in-${this.#ids}`;
  }
}

export function textOf({ content }: Outgoing): string {
  const { text } = content as { text?: { body?: unknown } };
  return String(text?.body);
}

export const POLICIES: SendPolicy[] = ['same', 'authenticated', 'whoever'];

/** Opens a bench before each test, and removes it afterwards. */
export type UseBench = () => Bench;
