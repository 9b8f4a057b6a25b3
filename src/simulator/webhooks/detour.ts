import type { WebhookContext } from './webhook-context';

/** The way to the outbox when faults lengthen it: webhooks come late, and those that take longer are overtaken. */
export class Detour {
  readonly #context: Pick<WebhookContext, 'clock' | 'faults' | 'random' | 'activity'>;
  readonly #underWay = new Set<() => void>();

  constructor(context: Pick<WebhookContext, 'clock' | 'faults' | 'random' | 'activity'>) {
    this.#context = context;
  }

  /** Arrives at once, unless a fault says otherwise. */
  take(arrive: () => void): void {
    const { clock, faults, random, activity } = this.#context;
    const delayMs = faults.delayMs + (random.bytes(4).readUInt32BE() % (faults.disorderMs + 1));
    if (delayMs === 0) {
      arrive();
      return;
    }
    const ended = activity.begin();
    const settle = (): void => {
      this.#underWay.delete(cancel);
      ended();
    };
    const callOff = clock.setTimeout(() => {
      arrive();
      settle();
    }, delayMs);
    const cancel = (): void => {
      callOff();
      settle();
    };
    this.#underWay.add(cancel);
  }

  /** Gives up what is under way. */
  close(): void {
    for (const cancel of [...this.#underWay]) cancel();
  }
}
