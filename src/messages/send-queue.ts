import { WhatsAppError } from '../platform/errors';
import { CONNECTIONS } from '../platform/http/settings';
import type { UsageMeter } from '../platform/usage';
import { isCustomer } from './lane-of';
import { NumberPace } from './pace/number-pace';
import { PairPace } from './pace/pair-pace';

/** So many messages of one business number may wait for their turn. */
export const LONGEST_QUEUE = 20_000;

export interface Pace {
  /** Messages a second. */
  rate: number;
  /** Whether the API limits what one customer may get. */
  isPaired: boolean;
}

interface EnterOptions {
  isAdmitted?: boolean;
  isUrgent?: boolean;
}

/** The right to send one message. */
export interface Turn {
  /** The message is through, and the next one's turn comes. @param used whether anything was sent */
  end(used: boolean): void;
  /**
   * The message has to be sent once more, later: those behind it to the same customer wait with it.
   *
   * @returns the next turn; undefined when the queue was left
   */
  again(delayMs: number): Promise<Turn | undefined>;
}

/** A place in the queue. */
export interface Place {
  /** The message's turn; undefined when the queue was left. */
  readonly turn: Promise<Turn | undefined>;
  /**
   * Resolves when it is certain whether the message can leave at once, and all before it to this customer have begun to be
   * recorded: what is recorded first counts as sent first.
   */
  readonly decided: Promise<void> | undefined;
  /** The message has begun to be recorded. */
  recorded(): void;
  readonly isWaiting: boolean;
  readonly hasLeft: boolean;
  /** Leaves the queue: `turn` resolves with undefined if it has not come yet, and it does not come again. */
  leave(): void;
  /** Ends whatever turn there is. */
  over(): void;
}

/** What waits for one customer: the first of them is being sent, or next. */
interface Lane {
  customer: string;
  waiting: Entry[];
  /** The first may not leave before that time, for it failed. Milliseconds since 1970. */
  notBefore: number;
  timer?: NodeJS.Timeout;
}

interface Entry {
  lane: Lane;
  isWaiting: boolean;
  hasLeft: boolean;
  isRecorded: boolean;
  isUrgent: boolean;
  onRecorded?: () => void;
  current?: Turn;
  resolve: (turn: Turn | undefined) => void;
}

/**
 * The messages of one business number that wait for their turn: those to one customer leave in order, each after the answer
 * to the one before; all of them leave no faster than the platform allows. All nodes and accounts of a number share it.
 */
export class SendQueue {
  /** IDs of the recorded messages in it: nobody else is to take them up. */
  readonly ids = new Set<string>();
  readonly #lanes = new Map<string, Lane>();
  /** The first of their lanes, which only wait for the number's own rate. */
  readonly #ready: Entry[] = [];
  readonly #number: NumberPace;
  readonly #pairs: PairPace | undefined;
  #waiting = 0;
  #underWay = 0;
  #pausedUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  #moving: Promise<void> | undefined;
  #onBacklog: (() => void) | undefined;

  constructor({ rate, isPaired }: Pace) {
    this.#number = new NumberPace(rate);
    if (isPaired) this.#pairs = new PairPace();
  }

  /** Messages a second. */
  set rate(rate: number) {
    this.#number.rate = rate;
  }

  /** Told when more than leave in a second wait for nothing but the number's rate. */
  set onBacklog(listener: (() => void) | undefined) {
    this.#onBacklog = listener;
  }

  /** How many messages wait. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * Takes a place behind everything else to this customer.
   *
   * @param options.isAdmitted that it waited before: then it is taken whatever the limit
   * @param options.isUrgent that it goes before what waits for others
   * @throws WhatsAppError `queue_full`
   */
  enter(customer: string, { isAdmitted = false, isUrgent = false }: EnterOptions = {}): Place {
    if (this.#waiting >= LONGEST_QUEUE && !isAdmitted) throw queueFull();
    const known = this.#lanes.get(customer);
    const lane = known ?? { customer, waiting: [], notBefore: 0 };
    let resolve: Entry['resolve'] = () => undefined;
    const turn = new Promise<Turn | undefined>((done) => {
      resolve = done;
    });
    const entry: Entry = { lane, isWaiting: true, hasLeft: false, isRecorded: false, isUrgent, resolve };
    const ahead = lane.waiting.at(-1);
    this.#waiting += 1;
    lane.waiting.push(entry);
    if (known === undefined) {
      this.#lanes.set(customer, lane);
      this.#advance(lane);
    }
    return {
      turn,
      decided: ahead === undefined ? this.#moving : untilRecorded(ahead),
      recorded: () => recorded(entry),
      get isWaiting() {
        return entry.isWaiting;
      },
      get hasLeft() {
        return entry.hasLeft;
      },
      leave: () => this.#leave(entry),
      over: () => {
        recorded(entry);
        entry.current?.end(true);
      },
    };
  }

  /** How long nothing can leave for this customer, whoever is next, in milliseconds. */
  delayOf(customer: string): number {
    const now = Date.now();
    const failed = (this.#lanes.get(customer)?.notBefore ?? 0) - now;
    return Math.max(0, failed, this.#pausedUntil - now, this.#pairDelay(customer, now));
  }

  /** Slows down before the limits of the hour are hit, as the platform's last answer tells them. */
  heed(usage: Pick<UsageMeter, 'delayMs'>): void {
    const delay = usage.delayMs('messages');
    if (delay > 0) this.pause(delay);
  }

  /** Lets nothing leave for a while: the platform has had too much. */
  pause(delayMs: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, Date.now() + delayMs);
  }

  /** Lets the first of a lane get ready as soon as it may leave. */
  #advance(lane: Lane): void {
    const [entry] = lane.waiting;
    if (entry === undefined) {
      this.#lanes.delete(lane.customer);
      return;
    }
    const now = Date.now();
    const delay = Math.max(lane.notBefore - now, this.#pairDelay(lane.customer, now));
    if (delay > 0) {
      lane.timer = setTimeout(() => this.#advance(lane), delay);
      lane.timer.unref();
      return;
    }
    if (entry.isUrgent) this.#ready.unshift(entry);
    else this.#ready.push(entry);
    this.#move();
  }

  #move(): void {
    if (this.#ready.length > 0) this.#moving ??= this.#moveAll();
  }

  #pairDelay(customer: string, now: number): number {
    return isCustomer(customer) ? (this.#pairs?.delayOf(customer, now) ?? 0) : 0;
  }

  async #moveAll(): Promise<void> {
    // All that comes in the same turn goes on together; and it must not be over before it is known to run.
    await undefined;
    // More would only wait for a connection.
    while (this.#ready.length > 0 && this.#underWay < CONNECTIONS) {
      const paused = Math.max(0, this.#pausedUntil - Date.now());
      const delay = paused || (await this.#number.take());
      if (delay > 0) {
        if (paused === 0 && this.#ready.length > this.#number.rate) this.#onBacklog?.();
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#move(), delay);
        this.#timer.unref();
        break;
      }
      const entry = this.#ready.shift();
      if (entry === undefined) this.#number.giveBack();
      else this.#begin(entry);
    }
    this.#moving = undefined;
  }

  #begin(entry: Entry): void {
    const { lane } = entry;
    if (isCustomer(lane.customer)) this.#pairs?.take(lane.customer, Date.now());
    this.#underWay += 1;
    this.#waiting -= 1;
    entry.isWaiting = false;
    entry.current = this.#toTurn(entry);
    entry.resolve(entry.current);
  }

  #toTurn(entry: Entry): Turn {
    const { lane } = entry;
    let isOver = false;
    const finish = (): void => {
      isOver = true;
      this.#underWay -= 1;
    };
    return {
      end: (used) => {
        if (isOver) return;
        finish();
        lane.waiting.shift();
        if (!used) {
          this.#number.giveBack();
          this.#pairs?.giveBack(lane.customer);
        }
        this.#advance(lane);
        this.#move();
      },
      again: (delayMs) => {
        if (entry.hasLeft || isOver) return Promise.resolve(undefined);
        finish();
        lane.notBefore = Date.now() + delayMs;
        this.#waiting += 1;
        const next = new Promise<Turn | undefined>((resolve) => Object.assign(entry, { resolve, isWaiting: true }));
        this.#advance(lane);
        this.#move();
        return next;
      },
    };
  }

  #leave(entry: Entry): void {
    entry.hasLeft = true;
    if (!entry.isWaiting) return;
    const { lane } = entry;
    const isFirst = lane.waiting[0] === entry;
    lane.waiting.splice(lane.waiting.indexOf(entry), 1);
    this.#waiting -= 1;
    entry.isWaiting = false;
    entry.resolve(undefined);
    if (!isFirst) return;
    clearTimeout(lane.timer);
    const ready = this.#ready.indexOf(entry);
    if (ready >= 0) this.#ready.splice(ready, 1);
    this.#advance(lane);
  }
}

function untilRecorded(entry: Entry): Promise<void> | undefined {
  if (entry.isRecorded) return undefined;
  return new Promise((resolve) => Object.assign(entry, { onRecorded: resolve }));
}

function recorded(entry: Entry): void {
  entry.isRecorded = true;
  entry.onRecorded?.();
}

function queueFull(): WhatsAppError {
  return new WhatsAppError(
    'queue_full',
    `The message was not sent: ${LONGEST_QUEUE} messages of this number wait for their turn already.`,
    { retryable: true, advice: 'Send it again when fewer wait, and slow down what feeds the node.' },
  );
}
