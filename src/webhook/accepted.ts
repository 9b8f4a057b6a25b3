import type { Account } from '../account';
import type { Store } from '../store/store';
import type { JsonObject } from './json';

/** A delivery that was taken in and waits for its turn. */
export interface Accepted {
  body: JsonObject;
  /** Bytes. */
  size: number;
  accounts: readonly Account[];
  /** What each store calls it. */
  ids: ReadonlyMap<Store, string>;
  redelivered: boolean;
  /** How many events it holds, as far as can be told before it is split. */
  events: number;
  /** How often our own code failed at it. */
  failures?: number;
}

/** Leaves a delivery in its stores, for whoever takes over. */
export function abandon(ids: Accepted['ids']): void {
  for (const [store, id] of ids) store.abandon(id);
}
