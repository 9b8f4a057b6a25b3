import type { Store } from '../store/store';
import type { SendResult } from './send-result';

/** Gives what becomes of a message later to the send node that it came from. */
export type ResultListener = (result: SendResult, released: boolean) => void;

interface Waiting {
  nodeId: string;
  result: SendResult;
  released: boolean;
}

/** The send nodes of a business number, by their IDs. A result of a node that is being deployed again waits for it. */
export class ResultListeners {
  readonly #listeners = new Map<string, ResultListener>();
  readonly #returning = new Set<string>();
  #waiting: Waiting[] = [];

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
