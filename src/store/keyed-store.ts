import { acknowledge, revoke, toApprovalTarget } from '../identity/approval';
import { type LedgerContext, look, readEntry } from '../identity/ledger';
import { type NameKey, type NameRecord, toNamesOf } from '../identity/names';
import { Aside } from './aside';
import { createAttemptStore } from './attempts';
import { awaitingPrefix, expireAwaiting, untilOf } from './awaiting';
import { commitEvents } from './commit';
import { AGING_CONTACTS, createContactStore } from './contacts';
import { toDetails } from './customer-details';
import { createCustomerFinder } from './customer-finder';
import { customerKey } from './customer-key';
import { listCustomers } from './customer-list';
import { Deliveries } from './deliveries';
import type { Engine } from './engine';
import { forgetCustomer } from './forget-customer';
import { HeldQueue, heldKey } from './held-queue';
import { Marks } from './marks';
import { admit, enqueueMeant, releaseNext } from './outbox';
import type { HeldMessage } from './outgoing';
import { AGING_CHECKS } from './pending-checks';
import { randomIds } from './random-ids';
import { reveal } from './reveal';
import { type QueuedMessage, queuedKey, takeQueued } from './send-queue';
import { AGING_SENDS, Sends, type StoredSend, sendingKey } from './sends';
import { settle } from './settle';
import type { Scope, Store } from './store';
import { StoreClock } from './store-clock';
import { toStoreError } from './store-error';
import type { Transaction } from './transaction';
import { watchCustomers } from './watch-customers';

export interface KeyedStoreOptions {
  /** Milliseconds since 1970. */
  now?: () => number;
  newId?: () => string;
}

/** One atomic step on the customers of one business number. */
export interface Step {
  transaction: Transaction;
  scope: Scope;
  ledger: LedgerContext;
  sends: Sends;
  held: HeldQueue;
  marks: Marks;
  /** Deliveries that brought about what a replay has to tell again. */
  consequential: Set<string>;
  now: number;
  /** By what things are kept and forgotten: unlike `now` it never goes back. */
  age: number;
  newId: () => string;
  /** An ID that sorts after all before it. */
  nextId: () => string;
  /** Names this process, to tell its own unfinished work from that of one that ended. */
  processId: string;
}

/** Runs one atomic step. @param sync whether a crash of the machine must not lose it */
export type Run = <T>(scope: Scope, sync: boolean, work: (step: Step) => T) => Promise<T>;

/** So many messages whose time is up are told in one step. */
const DUE_PAGE = 200;

/** A store over ordered keys and values, for one process. */
export function createKeyedStore(engine: Engine, options: KeyedStoreOptions = {}): Store {
  const now = options.now ?? Date.now;
  const newId = options.newId ?? randomIds();
  const processId = newId();
  const clock = new StoreClock(now);
  const deliveries = new Deliveries(engine, { age: () => clock.age(transactions.reader) });
  const { transactions, marks, consequential } = deliveries;
  const aside = new Aside(engine, deliveries, now);
  let sweptAt = 0;

  const toStep = (transaction: Transaction, scope: Scope, age = clock.age(transaction)): Step => ({
    transaction,
    scope,
    ledger: {
      read: (key) => transaction.getJson<NameRecord>(customerKey(scope.number, key)),
      write: (key, record) => transaction.putJson(customerKey(scope.number, key), record),
      confirm: (key, record) => transaction.putLater(customerKey(scope.number, key), record),
      kind: scope.kind,
      newId,
      now: now(),
    },
    sends: new Sends(transaction, scope.number, age),
    held: new HeldQueue(transaction, scope.number),
    marks,
    consequential,
    now: now(),
    age,
    newId,
    nextId: () => clock.nextId(transaction),
    processId,
  });

  const run: Run = async (scope, sync, work) => {
    try {
      if (!deliveries.isOpen) await deliveries.open();
      return await transactions.run((transaction) => work(toStep(transaction, scope)), sync);
    } catch (error) {
      throw toStoreError(error);
    }
  };

  const runSoon = async <T>(scope: Scope, work: (step: Step) => T): Promise<T> => {
    try {
      if (!deliveries.isOpen) await deliveries.open();
      return await transactions.runSoon((transaction) => work(toStep(transaction, scope)));
    } catch (error) {
      throw toStoreError(error);
    }
  };

  const recorded = (): Promise<void> =>
    transactions.checkpoint().catch((error: unknown) => {
      throw toStoreError(error);
    });

  const range = async (prefix: string, after: string, limit: number): Promise<[string, string][]> => {
    await transactions.flushed();
    return engine.range(after === '' ? prefix : `${after}\0`, `${prefix}\uffff`, limit).catch((error: unknown) => {
      throw toStoreError(error);
    });
  };

  const keys = async (prefix: string, after: string, limit: number): Promise<string[]> => {
    await transactions.flushed();
    return engine.keys(after === '' ? prefix : `${after}\0`, `${prefix}\uffff`, limit).catch((error: unknown) => {
      throw toStoreError(error);
    });
  };

  const find = createCustomerFinder({ run, transactions, range, keys });

  /** Once an hour at most: what is too old to count. */
  const sweep = (): void => {
    if (now() - sweptAt < 3_600_000) return;
    sweptAt = now();
    const { from, to } = Marks.outdated(now());
    engine.clear(from, to).catch(() => undefined);
    for (const keys of [...AGING_SENDS, ...AGING_CONTACTS, ...AGING_CHECKS]) {
      const { from, to } = keys.outdated(now());
      // What could not be swept now is swept in an hour; nobody waits for it.
      engine.clear(from, to).catch(() => undefined);
    }
  };

  const readQueued = async ({ number }: Scope): Promise<QueuedMessage[]> => {
    const entries = await range(queuedKey(number, ''), '', Number.MAX_SAFE_INTEGER);
    return entries.map(([, json]) => JSON.parse(json) as QueuedMessage);
  };

  const store: Store = {
    engine: engine.name,
    attempts: createAttemptStore(run),
    contacts: createContactStore(run),

    ready: () =>
      engine.ready().catch((error: unknown) => {
        throw toStoreError(error);
      }),

    accept: async (delivery) => {
      sweep();
      return deliveries.accept(delivery).catch((error: unknown) => {
        throw toStoreError(error);
      });
    },

    commit: async (scope, deliveryId, events) => {
      const committed = await run(scope, false, (step) => commitEvents(step, deliveryId, events));
      await deliveries.secure(deliveryId).catch((error: unknown) => {
        throw toStoreError(error);
      });
      return committed;
    },

    finish: (deliveryId) => deliveries.finish(deliveryId),
    setAside: async (deliveryId, reason) => {
      const delivery = await deliveries.read(deliveryId);
      if (delivery !== undefined) await aside.put(deliveryId, delivery, reason);
    },
    aside,
    abandon: (deliveryId) => deliveries.abandon(deliveryId),
    unfinished: () =>
      deliveries.unfinished().catch((error: unknown) => {
        throw toStoreError(error);
      }),

    admit: (scope, outgoing, limits, queuedId) => run(scope, true, (step) => admit(step, outgoing, limits, queuedId)),
    enqueue: (scope, outgoing) => run(scope, true, (step) => enqueueMeant(step, outgoing)),
    dequeue: (scope, queuedId) => run(scope, true, (step) => void takeQueued(step, queuedId)),
    queued: (scope) => readQueued(scope),
    settle: async (scope, correlationId, outcome) => {
      const work = (step: Step) => settle(step, correlationId, outcome);
      // Lost with the process a moment later, it is as if the answer had been.
      if (outcome.type !== 'accepted') return run(scope, false, work);
      const settled = await runSoon(scope, work);
      if (settled.reports.length > 0) await recorded();
      return settled;
    },
    releaseNext: (scope, names, isWanted) => run(scope, true, (step) => releaseNext(step, names, isWanted)),

    interrupted: async (scope, patience) => {
      const prefix = sendingKey(scope.number, '');
      const entries = await range(prefix, '', Number.MAX_SAFE_INTEGER);
      const left = entries.filter(([, owner]) => owner !== processId).map(([key]) => key.slice(prefix.length));
      return run(scope, true, (step) =>
        left.flatMap((id) => settle(step, id, { type: 'unknown', patience, isInterrupted: true }).resolution ?? []),
      );
    },

    expireAwaited: async (scope) => {
      const entries = await range(awaitingPrefix(scope.number), '', DUE_PAGE);
      const times = entries.map(([key]) => untilOf(scope.number, key));
      const count = times.filter((until) => until <= now()).length;
      const due = entries.slice(0, count).map(([key]) => key);
      const resolutions =
        count === 0 ? [] : await run(scope, true, (step) => due.flatMap((key) => expireAwaiting(step, key) ?? []));
      const next = count === DUE_PAGE ? now() : times[count];
      return { resolutions, ...(next === undefined ? {} : { next }) };
    },

    heldOf: (scope, names) => run(scope, false, ({ held, ledger }) => held.of(readEntry(names, ledger).keys)),
    takeHeld: (scope, names) =>
      run(scope, true, ({ held, ledger }) => held.remove(readEntry(names, ledger).keys, () => true)),

    expireHeld: async (scope, before) => {
      const entries = await range(heldKey(scope.number, ''), '', Number.MAX_SAFE_INTEGER);
      const isOld = ({ heldAt }: HeldMessage): boolean => heldAt < before;
      const names = entries
        .filter(([, json]) => (JSON.parse(json) as HeldMessage[]).some(isOld))
        .map(([key]) => key.slice(heldKey(scope.number, '').length) as NameKey);
      if (names.length === 0) return [];
      return run(scope, true, ({ held }) => held.remove(names, isOld));
    },

    waiting: async (scope) => {
      const prefix = heldKey(scope.number, '');
      const waiting = await keys(prefix, '', Number.MAX_SAFE_INTEGER);
      return waiting.map((key) => toNamesOf(key.slice(prefix.length) as NameKey));
    },

    look: (scope, names) => run(scope, false, ({ ledger }) => look(names, ledger)),

    details: (scope, names) =>
      run(scope, false, ({ ledger, held }) => {
        const entry = readEntry(names, ledger);
        return toDetails(entry, held.of(entry.keys).length);
      }),

    list: (scope, filter) => listCustomers({ scope, run, keys }, filter),
    find,
    watch: (listener) => watchCustomers(transactions, listener),

    acknowledge: (scope, names, approvable, by) =>
      run(scope, true, ({ ledger }) => acknowledge(names, approvable, by, ledger)),
    approvable: (scope, names, approvable) =>
      run(scope, false, ({ ledger }) => toApprovalTarget(names, approvable, ledger)),
    reveal: (scope, names, hash, at) => run(scope, true, (step) => reveal(step, names, hash, at)),
    revoke: (scope, names, by) => run(scope, true, ({ ledger }) => revoke(names, by, ledger)),

    forget: async (scope, names) => {
      const prefix = customerKey(scope.number, '');
      const sent = await range('send/', '', Number.MAX_SAFE_INTEGER);
      const customers = await range(prefix, '', Number.MAX_SAFE_INTEGER);
      const traces = {
        queued: await readQueued(scope),
        sends: sent
          .filter(([key]) => key.split('/')[2] === scope.number)
          .map(([, json]) => JSON.parse(json) as StoredSend),
        customers: customers.map(
          ([key, json]) => [key.slice(prefix.length) as NameKey, JSON.parse(json) as NameRecord] as const,
        ),
      };
      const wasKnown = await run(scope, true, (step) => {
        const remove = (key: NameKey): void => step.transaction.remove(customerKey(scope.number, key));
        return forgetCustomer({ ...step, remove }, names, traces);
      });
      await recorded();
      // Finished deliveries leave the log first, and what went with them.
      await deliveries.dropped();
      await Promise.all([engine.log.purge(), engine.purge()]).catch((error: unknown) => {
        throw toStoreError(error);
      });
      return wasKnown;
    },

    settled: () => deliveries.settled(),
    close: async () => {
      await deliveries.settled();
      await engine.close();
    },
  };
  return store;
}
