import type { Outgoing } from '../store/outgoing';
import type { Store } from '../store/store';
import type { SendResult } from './send-result';

/** Gives what becomes of a message later to the send node that it came from. */
export type ResultListener = (result: SendResult, released: boolean) => void;

interface Waiting {
  nodeId: string;
  result: SendResult;
  released: boolean;
}

/** A result that a node waits for, with the flow's own message in its hands. */
export interface Expectation {
  outgoing: Outgoing;
  promise: Promise<SendResult>;
  /** Once it is known. */
  result?: SendResult;
}

/** The send nodes of a business number, by their IDs. A result of a node that is being deployed again waits for it. */
export class ResultListeners {
  readonly #listeners = new Map<string, ResultListener>();
  readonly #returning = new Set<string>();
  #waiting: Waiting[] = [];
  /** Messages that nodes still have in their hands, by their IDs. */
  readonly #expected = new Map<string, { expectation: Expectation; resolve: (result: SendResult) => void }>();

  /** How many messages nodes wait for. */
  get expected(): number {
    return this.#expected.size;
  }

  has(nodeId: string): boolean {
    return this.#listeners.has(nodeId);
  }

  /** Another one stands for another life of the node. */
  get(nodeId: string): ResultListener | undefined {
    return this.#listeners.get(nodeId);
  }

  /** What is returned takes the node away again: for good, or until it is deployed again. */
  register(nodeId: string, listener: ResultListener): (isRemoved: boolean) => void {
    this.#listeners.set(nodeId, listener);
    return (isRemoved) => {
      if (this.#listeners.get(nodeId) !== listener) return;
      this.#listeners.delete(nodeId);
      this.#postpone(nodeId);
      if (!isRemoved) this.#returning.add(nodeId);
    };
  }

  /** @returns whether the node has the result, or will have it; otherwise the node is gone */
  tell(nodeId: string, result: SendResult, released: boolean): boolean {
    const listener = this.#listeners.get(nodeId);
    if (listener !== undefined) listener(result, released);
    else if (this.#returning.has(nodeId)) this.keep(nodeId, result, released);
    else return false;
    return true;
  }

  /** Keeps a result for the node until the deployment is over: what it sent now would go nowhere. */
  keep(nodeId: string, result: SendResult, released: boolean): void {
    this.#waiting.push({ nodeId, result, released });
  }

  /**
   * The result of a message that its node waits for, with the flow's own message: as long as the node is there. What comes
   * after that goes to its listener.
   */
  expect(messageId: string, outgoing: Outgoing): Expectation | undefined {
    if (!this.#listeners.has(outgoing.nodeId)) return undefined;
    let resolve: (result: SendResult) => void = () => undefined;
    const promise = new Promise<SendResult>((done) => {
      resolve = done;
    });
    const expectation: Expectation = { outgoing, promise };
    this.#expected.set(messageId, { expectation, resolve });
    return expectation;
  }

  /** The result of a message is here. @returns whether its node waited for it */
  resolve(messageId: string, result: SendResult): boolean {
    const expected = this.#expected.get(messageId);
    if (expected === undefined) return false;
    this.#expected.delete(messageId);
    expected.expectation.result = result;
    expected.resolve(result);
    return true;
  }

  /** Nobody waits for a message any more. */
  forgo(messageId: string): void {
    this.#expected.delete(messageId);
  }

  /**
   * The deployment is over: results that waited for their nodes go to them.
   *
   * @returns those whose nodes did not come back
   */
  endDeployment(): SendResult[] {
    this.#returning.clear();
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting
      .filter(({ nodeId, result, released }) => !this.tell(nodeId, result, released))
      .map(({ result }) => result);
  }

  #postpone(nodeId: string): void {
    for (const [messageId, { expectation }] of this.#expected) {
      const { outgoing } = expectation;
      if (outgoing.nodeId === nodeId) this.resolve(messageId, { type: 'postponed', outgoing });
    }
  }
}

const registries = new WeakMap<Store, Map<string, ResultListeners>>();

/** Several configurations of one number share its messages: a result finds its node whichever of them that has. */
export function listenersOf(store: Store, number: string): ResultListeners {
  const byNumber = registries.get(store) ?? new Map<string, ResultListeners>();
  registries.set(store, byNumber);
  const listeners = byNumber.get(number) ?? new ResultListeners();
  byNumber.set(number, listeners);
  return listeners;
}
