import type { WebhookContext } from './webhook-context';

/** One change of a webhook. */
export interface Change {
  value: unknown;
  field: string;
}

/** Gathers changes into webhooks, as the faults say: one each, unless batching is on. */
export class Batcher {
  readonly #context: WebhookContext;
  readonly #deliver: (changes: Change[]) => void;
  #waiting: { change: Change; settled: () => void }[] = [];
  #cancelTimer: (() => void) | undefined;

  constructor(context: WebhookContext, deliver: (changes: Change[]) => void) {
    this.#context = context;
    this.#deliver = deliver;
  }

  add(change: Change): void {
    const { faults, clock, activity } = this.#context;
    this.#waiting.push({ change, settled: activity.begin() });
    const { batch } = faults;
    if (batch === null || this.#waiting.length >= batch.size) this.flush();
    else this.#cancelTimer ??= clock.setTimeout(() => this.flush(), batch.waitMs);
  }

  /** Sends on what was gathered so far. */
  flush(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const gathered = this.#waiting;
    this.#waiting = [];
    if (gathered.length > 0) this.#deliver(gathered.map(({ change }) => change));
    for (const { settled } of gathered) settled();
  }
}
