import type { Clock } from '../clock';

/** Messages a second of one business number, by its throughput level (facts, section 10). */
const PER_SECOND: Readonly<Record<string, number>> = { HIGH: 1000 };
const STANDARD = 80;

const SECOND = 1000;
/** One message in so many milliseconds may go to one customer; more go as a burst, which has to be paid for. */
const PAIR_INTERVAL = 6000;
const PAIR_BURST = 45;

interface Burst {
  startedAt: number;
  count: number;
}

/** How many messages one business number may send: in any one second, and to one customer. */
export class SendLimits {
  readonly #clock: Clock;
  #sent: number[] = [];
  /** Those before this index are older than a second. */
  #first = 0;
  readonly #bursts = new Map<string, Burst>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Counts a message that is about to be accepted; one that is refused does not count. What customers write counts on the
   * platform too, but nobody can make them write less, so here it does not.
   *
   * @param level the number's throughput level
   * @param recipient names the customer
   * @returns the platform's error code, if it refuses the message
   */
  take(level: string, recipient: string): 130429 | 131056 | undefined {
    const now = this.#clock.now();
    while ((this.#sent[this.#first] ?? now) <= now - SECOND) this.#first += 1;
    if (this.#sent.length - this.#first >= (PER_SECOND[level] ?? STANDARD)) return 130429;
    const burst = this.#burstOf(recipient, now);
    if (burst === undefined) return 131056;
    this.#bursts.set(recipient, burst);
    this.#sent.push(now);
    if (this.#first > SECOND) {
      this.#sent = this.#sent.slice(this.#first);
      this.#first = 0;
    }
    return undefined;
  }

  /** A burst lasts for one interval. Nothing more goes to the customer until each of its messages has had an interval. */
  #burstOf(recipient: string, now: number): Burst | undefined {
    const { startedAt, count } = this.#bursts.get(recipient) ?? { startedAt: 0, count: 0 };
    if (now >= startedAt + count * PAIR_INTERVAL) return { startedAt: now, count: 1 };
    if (now >= startedAt + PAIR_INTERVAL || count >= PAIR_BURST) return undefined;
    return { startedAt, count: count + 1 };
  }
}
