import { type LedgerEntry, readEntry, toView } from '../identity/ledger';
import { type NameKey, type NameRecord, toNamesOf } from '../identity/names';
import { TRUST_STATES, type TrustState } from '../identity/verdict';
import { type CustomerDetails, toDetails } from './customer-details';
import { customerKey } from './customer-key';
import { type CustomerSearch, type FoundCustomers, toNameFilter } from './customer-search';
import { heldKey } from './held-queue';
import type { Run, Step } from './keyed-store';
import type { Scope } from './store';
import type { Transactions } from './transactions';

/** Where the index reads. Ranges begin with a prefix, after a key. */
export interface IndexSource {
  scope: Scope;
  run: Run;
  transactions: Pick<Transactions, 'watch'>;
  range(prefix: string, after: string, limit: number): Promise<[key: string, value: string][]>;
  keys(prefix: string, after: string, limit: number): Promise<string[]>;
}

/** What has to be known of a customer to find and to count them. */
interface Indexed {
  key: NameKey;
  state: TrustState;
  /** Milliseconds since 1970. */
  since: number;
  waiting: number;
  /** All names in small letters. */
  names: string;
}

/** So many customers are looked at before others get their turn. */
const CHUNK = 500;

/**
 * Finds customers by state and name without reading all of them each time: what has to be known for that is kept in
 * memory once somebody looks, some 200 bytes for each, and only those that have changed since are read again.
 */
export class CustomerIndex {
  readonly #source: IndexSource;
  readonly #customers = new Map<NameKey, Indexed>();
  /** The same, in the order in which they are shown. */
  #ordered: Indexed[] = [];
  readonly #outdated = new Set<NameKey>();
  #isBuilt = false;
  #working: Promise<unknown> = Promise.resolve();
  readonly #unwatch: () => void;

  constructor(source: IndexSource) {
    this.#source = source;
    const { number } = source.scope;
    const prefixes = [customerKey(number, ''), heldKey(number, '')];
    // Whatever changes while the index is built is read again afterwards.
    this.#unwatch = source.transactions.watch((keys) => {
      for (const key of keys) {
        const prefix = prefixes.find((start) => key.startsWith(start));
        if (prefix !== undefined) this.#outdated.add(key.slice(prefix.length) as NameKey);
      }
    });
  }

  /** Stops keeping it up to date: it is of no use any more. */
  close(): void {
    this.#unwatch();
  }

  async find({ text = '', state, isWaiting = false, offset, limit }: CustomerSearch): Promise<FoundCustomers> {
    const current = this.#working.then(() => this.#bringUpToDate());
    this.#working = current.catch(() => undefined);
    await current;
    const counts = Object.fromEntries(TRUST_STATES.map((name) => [name, 0])) as FoundCustomers['counts'];
    const fits = text.trim() === '' ? (): boolean => true : toNameFilter(text);
    const shown: NameKey[] = [];
    let [total, waiting] = [0, 0];
    for (const customer of this.#ordered) {
      if (!fits(customer.names)) continue;
      counts[customer.state] += 1;
      if (customer.waiting > 0) waiting += 1;
      if (state !== undefined && customer.state !== state) continue;
      if (isWaiting && customer.waiting === 0) continue;
      if (total >= offset && shown.length < limit) shown.push(customer.key);
      total += 1;
    }
    return { customers: await this.#read(shown), total, counts, waiting };
  }

  #read(keys: readonly NameKey[]): Promise<CustomerDetails[]> {
    const { run, scope } = this.#source;
    return run(scope, false, ({ ledger, held }) =>
      keys.flatMap((key) => {
        const entry = readEntry(toNamesOf(key), ledger);
        return toDetails(entry, held.of(entry.keys).length) ?? [];
      }),
    );
  }

  async #bringUpToDate(): Promise<void> {
    if (!this.#isBuilt) await this.#build();
    this.#isBuilt = true;
    while (this.#outdated.size > 0) {
      const names = [...this.#outdated].slice(0, CHUNK);
      for (const name of names) this.#outdated.delete(name);
      try {
        await this.#readAgain(names);
      } catch (error) {
        // What was lost is as it was before, and still to be read.
        for (const name of names) this.#outdated.add(name);
        throw error;
      }
    }
  }

  async #build(): Promise<void> {
    const { scope, range, keys } = this.#source;
    const prefix = customerKey(scope.number, '');
    const found: Indexed[] = [];
    for await (const [key, json] of inChunks(
      (after) => range(prefix, after, CHUNK),
      ([last]) => last,
    )) {
      const name = key.slice(prefix.length) as NameKey;
      const record = JSON.parse(json) as NameRecord;
      // Nearly everybody goes by one name. Who goes by several is read as a whole.
      const entry = isAlone(record) ? readEntry(toNamesOf(name), { read: () => record, kind: scope.kind }) : undefined;
      if (entry === undefined) this.#outdated.add(name);
      else found.push(toIndexed(entry, 0));
    }
    const heldPrefix = heldKey(scope.number, '');
    for await (const key of inChunks(
      (after) => keys(heldPrefix, after, CHUNK),
      (last) => last,
    )) {
      this.#outdated.add(key.slice(heldPrefix.length) as NameKey);
    }
    this.#customers.clear();
    for (const customer of found) this.#customers.set(customer.key, customer);
    this.#ordered = found.sort(compare);
  }

  async #readAgain(names: readonly NameKey[]): Promise<void> {
    const { run, scope } = this.#source;
    const present = await run(scope, false, (step) => {
      const touched = new Set(names.flatMap((name) => touchedBy(name, step)));
      return [...touched].map((key) => [key, index(key, step)] as const);
    });
    for (const [key, customer] of present) this.#replace(key, customer);
  }

  #replace(key: NameKey, customer: Indexed | undefined): void {
    const former = this.#customers.get(key);
    if (former !== undefined) this.#ordered.splice(placeOf(former, this.#ordered), 1);
    if (customer === undefined) {
      this.#customers.delete(key);
      return;
    }
    this.#customers.set(key, customer);
    this.#ordered.splice(placeOf(customer, this.#ordered), 0, customer);
  }
}

const isAlone = ({ links, spelledAs, spellings }: NameRecord): boolean =>
  spelledAs === undefined && spellings === undefined && Object.keys(links).length === 0;

/** The names of customers of whom something else may have to be said, once something has changed under one name. */
function touchedBy(name: NameKey, { ledger }: Step): NameKey[] {
  const record = ledger.read(name);
  const platform = record?.spelledAs;
  const links = [record, platform === undefined ? undefined : ledger.read(platform)].flatMap((known) =>
    Object.keys(known?.links ?? {}),
  ) as NameKey[];
  return [name, ...links, ...(platform === undefined ? [] : [platform]), readEntry(toNamesOf(name), ledger).primary];
}

/** Undefined for a name that does not speak for a customer, or of whom nothing is known. */
function index(key: NameKey, { ledger, held }: Step): Indexed | undefined {
  const entry = readEntry(toNamesOf(key), ledger);
  const waiting = held.of(entry.keys).length;
  if (entry.primary !== key || (entry.records.size === 0 && waiting === 0)) return undefined;
  return toIndexed(entry, waiting);
}

function toIndexed(entry: LedgerEntry, waiting: number): Indexed {
  const { state, since } = toView(entry);
  const names = entry.keys.map((key) => key.slice(2).toLowerCase()).join(' ');
  return { key: entry.primary, state, since: since === null ? 0 : Date.parse(since), waiting, names };
}

/** Those whose identity became the newest one last come first. */
const compare = (a: Indexed, b: Indexed): number => b.since - a.since || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/** Where a customer stands among ordered ones, or would stand. */
function placeOf(customer: Indexed, ordered: readonly Indexed[]): number {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = ordered[middle];
    if (other !== undefined && compare(other, customer) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Everything that is read a chunk at a time, each time after the last key before. */
async function* inChunks<Item>(
  read: (after: string) => Promise<Item[]>,
  keyOf: (item: Item) => string,
): AsyncGenerator<Item> {
  for (let after = ''; ; ) {
    const items = await read(after);
    yield* items;
    const last = items.at(-1);
    if (last === undefined || items.length < CHUNK) return;
    after = keyOf(last);
  }
}
