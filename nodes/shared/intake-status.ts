import type { Node, NodeAPI } from 'node-red';
import type { Account } from '../../src/account';
import { REFUSALS, type RefusalReason } from '../../src/webhook/refusal';
import type { ResidentFigures } from './webhook-address';

/** Milliseconds between two changes of the status. */
const SHOWN_EVERY = 250;

/** What a webhook-in node shows below itself: what came in, and the last refusal until something is accepted again. */
export class IntakeStatus {
  readonly #node: Node;
  readonly #RED: NodeAPI;
  readonly #account: Account;
  readonly #waiting: () => number;
  readonly #refusals = new Map<RefusalReason, number>();
  #pending: NodeJS.Timeout | undefined;
  #resting: NodeJS.Timeout | undefined;
  #unshown: RefusalReason | undefined;
  #isFirst = true;
  #events = 0;
  #duplicates = 0;
  #unclaimed = 0;

  /** @param waiting how many deliveries are answered and not handed over yet */
  constructor(node: Node, RED: NodeAPI, account: Account, waiting: () => number) {
    this.#node = node;
    this.#RED = RED;
    this.#account = account;
    this.#waiting = waiting;
    this.ready();
  }

  /** Webhooks can come in. */
  ready(): void {
    const { isProtected, settings } = this.#account;
    const missing = settings.protection === undefined ? this.#text('noAppSecret') : this.#text('noProtection');
    this.#show(isProtected ? this.#text('waiting') : missing, false);
  }

  /** None can come in, for a reason of this name. */
  shut(reason: string): void {
    this.#node.status({ fill: 'red', shape: 'ring', text: this.#marked(this.#text(reason)) });
  }

  processed({ events, duplicates, unclaimed }: ResidentFigures): void {
    this.#events += events;
    this.#duplicates += duplicates;
    this.#unclaimed += unclaimed;
    this.#unshown = undefined;
    // A status goes to every open editor: under load it is worth more than what it tells.
    this.#pending ??= setTimeout(
      () => {
        this.#pending = undefined;
        this.#show(this.#counts(), true);
      },
      this.#isFirst ? 0 : SHOWN_EVERY,
    );
    this.#isFirst = false;
  }

  /** Shows nothing any more. */
  stop(): void {
    clearTimeout(this.#pending);
    clearTimeout(this.#resting);
  }

  refused(reason: RefusalReason): void {
    this.#refusals.set(reason, (this.#refusals.get(reason) ?? 0) + 1);
    this.#unshown = reason;
    if (this.#resting === undefined) this.#showRefusal();
  }

  /** The first at once, then the latest now and then: any stranger can be refused, as often as they like. */
  #showRefusal(): void {
    const reason = this.#unshown;
    this.#unshown = undefined;
    this.#resting = undefined;
    if (reason === undefined) return;
    this.#resting = setTimeout(() => this.#showRefusal(), SHOWN_EVERY);
    const count = this.#refusals.get(reason) ?? 0;
    const values = { status: REFUSALS[reason].status, reason: this.#text(`reason.${reason}`), count };
    this.#node.status({ fill: 'red', shape: 'ring', text: this.#marked(this.#text('refused', values)) });
  }

  #counts(): string {
    const counts = [this.#text('received', { count: this.#events })];
    const waiting = this.#waiting();
    if (waiting > 0) counts.push(this.#text('behind', { count: waiting }));
    if (this.#duplicates > 0) counts.push(this.#text('duplicates', { count: this.#duplicates }));
    if (this.#unclaimed > 0) counts.push(this.#text('unclaimed', { count: this.#unclaimed }));
    for (const [reason, count] of this.#refusals) counts.push(`${count} ${this.#text(`reason.${reason}`)}`);
    return counts.join(', ');
  }

  #show(text: string, isWorking: boolean): void {
    const fill = isWorking ? 'green' : this.#account.isProtected ? 'grey' : 'red';
    this.#node.status({ fill, shape: isWorking ? 'dot' : 'ring', text: this.#marked(text) });
  }

  /** What one must not overlook: no real messages, nothing that outlives the process. */
  #marked(text: string): string {
    const marks = [
      ...(this.#account.isSimulated ? [this.#text('simulator')] : []),
      text,
      ...(this.#account.store.engine === 'memory' ? [this.#text('memoryOnly')] : []),
    ];
    return marks.join(' · ');
  }

  #text(key: string, values: Record<string, unknown> = {}): string {
    return this.#RED._(`whatsapp-webhook-in.status.${key}`, values as Record<string, string>);
  }
}
