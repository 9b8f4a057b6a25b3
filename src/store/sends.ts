import type { SendRecord } from '../identity/send';
import { AgingKeys } from './aging';
import type { Step } from './keyed-store';
import type { Outgoing } from './outgoing';
import type { StatusNews } from './resolution';
import type { Transaction } from './transaction';

/** Templates are delivered for up to thirty days (facts, section 8), and read whenever. */
const SENDS_DAYS = 31;
/** A message that was refused later than that is not held any more: bodies are kept no longer than needed. */
const BODIES_DAYS = 1;

const sends = new AgingKeys('send', SENDS_DAYS);
const wamids = new AgingKeys('wamid', SENDS_DAYS);
const bodies = new AgingKeys('body', BODIES_DAYS);

export const AGING_SENDS = [sends, wamids, bodies];

/** A message of ours, and what of its outcome has to be remembered. */
export interface StoredSend extends SendRecord {
  /** Its outcome is not known when it is accepted: then somebody waits for more. */
  isAwaited?: boolean;
  /** Until when somebody waits for it, in milliseconds since 1970: that lies beside it. */
  awaitedUntil?: number;
  /** What a status told before the answer came, and about which message. */
  early?: { news: StatusNews; outgoing: Outgoing };
  /** It had been held, and left after re-authentication. */
  isReleased?: boolean;
  /** The process that sent it has ended, and may have told what came of it. */
  isInterrupted?: boolean;
}

/** Our own messages: what each carried and what was known then, and its body while it may have to be sent again. */
export class Sends {
  readonly #transaction: Transaction;
  readonly #number: string;
  readonly #now: number;

  constructor(transaction: Transaction, number: string, now: number) {
    this.#transaction = transaction;
    this.#number = number;
    this.#now = now;
  }

  get(correlationId: string): StoredSend | undefined {
    const json = sends.get(this.#transaction, this.#key(correlationId), this.#now);
    return json === undefined ? undefined : (JSON.parse(json) as StoredSend);
  }

  /**
   * The message that a status is about: by our own ID first, for a status may overtake the answer that has the wamid.
   *
   * @param callbackData `biz_opaque_callback_data` as it came back
   */
  find(callbackData: string | undefined, wamid: string | undefined): StoredSend | undefined {
    const [correlationId = ''] = callbackData?.split(' ', 1) ?? [];
    const own = correlationId === '' ? undefined : this.get(correlationId);
    if (own !== undefined || wamid === undefined) return own;
    const known = wamids.get(this.#transaction, this.#key(wamid), this.#now);
    return known === undefined ? undefined : this.get(known);
  }

  /** Records a message that is about to leave. */
  begin(send: StoredSend, outgoing: Outgoing): void {
    const key = this.#key(send.correlationId);
    sends.create(this.#transaction, key, JSON.stringify(send), this.#now);
    bodies.create(this.#transaction, key, JSON.stringify(outgoing), this.#now);
  }

  /** Records the wamid that the platform has given to a message. */
  name(send: StoredSend, wamid: string): void {
    const { correlationId } = send;
    sends.put(this.#transaction, this.#key(correlationId), JSON.stringify({ ...send, wamid }), this.#now);
    wamids.create(this.#transaction, this.#key(wamid), correlationId, this.#now);
  }

  put(send: StoredSend): void {
    sends.put(this.#transaction, this.#key(send.correlationId), JSON.stringify(send), this.#now);
    if (send.wamid !== undefined) {
      wamids.put(this.#transaction, this.#key(send.wamid), send.correlationId, this.#now);
    }
  }

  remove({ correlationId, wamid }: SendRecord): void {
    sends.remove(this.#transaction, this.#key(correlationId), this.#now);
    if (wamid !== undefined) wamids.remove(this.#transaction, this.#key(wamid), this.#now);
    this.removeBody(correlationId);
  }

  body(correlationId: string): Outgoing | undefined {
    const json = bodies.get(this.#transaction, this.#key(correlationId), this.#now);
    return json === undefined ? undefined : (JSON.parse(json) as Outgoing);
  }

  removeBody(correlationId: string): void {
    bodies.remove(this.#transaction, this.#key(correlationId), this.#now);
  }

  #key(id: string): string {
    return `${this.#number}/${id}`;
  }
}

/** Whether the platform's answer is neither here nor known to be lost. */
export const isUnderWay = ({ transaction, scope }: Step, { wamid, correlationId }: StoredSend): boolean =>
  // Nearly all statuses come after the answer, which told the wamid.
  wamid === undefined && transaction.get(sendingKey(scope.number, correlationId)) !== undefined;

/** Marks messages that are on their way to the platform, with the process that sends them. */
export const sendingKey = (number: string, correlationId: string): string => `sending/${number}/${correlationId}`;
