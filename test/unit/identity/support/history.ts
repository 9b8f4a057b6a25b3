import { latestOf } from '../../../../src/identity/approval';
import type { CustomerNames, Evidence } from '../../../../src/identity/evidence';
import { type Content, covers } from '../../../../src/identity/verdict';
import { status, TestLedger } from './ledger';

/** What happens, as it is drawn at random: evidence arrives, or somebody authenticates the customer. */
export type Step =
  | { type: 'see'; names: CustomerNames; at: number; evidence: Evidence[] }
  | { type: 'approve'; names: CustomerNames; answer: Answer };

/** The status of the one message that leaves without a hash, should the approval turn out to be a blind one. */
export interface Answer {
  hash: string;
  /** Seconds between the newest evidence and the sending, and between the sending and the status. */
  delay: number;
  span: number;
  /** How many steps later the status comes; never, if the message is not delivered. */
  steps: number;
}

/** One thing that reaches the ledger, the same in whichever order. */
export type Item =
  | { type: 'see'; names: CustomerNames; at: number; evidence: Evidence[]; after: Item[] }
  | { type: 'approve'; names: CustomerNames; contents: Content[]; isFirst: boolean }
  | { type: 'answer'; approval: Item; names: CustomerNames; evidence: Evidence & { type: 'hash' } };

/** What came of a history. */
export interface Outcome {
  ledger: TestLedger;
  /** All hashes that were reported, or that completed a report which had none. */
  reported: string[];
  /** Approvals without a hash that never named the newest. */
  refused: Item[];
}

/**
 * Plays the steps once, in order, and writes down what has to be the same in every other order: what each approval named,
 * and what the status of its message said.
 */
export function toItems(steps: readonly Step[]): Item[] {
  const items: Item[] = [];
  const ledger = new TestLedger();
  const coming: { item: Item & { type: 'answer' }; at: number }[] = [];
  steps.forEach((step, index) => {
    if (step.type === 'see') {
      items.push({ ...step, after: [] });
      ledger.see(step.evidence, step.names, { at: step.at });
    } else {
      const { verdict, summary } = ledger.entry(step.names);
      // Nothing names what an approval of nobody known approves: it cannot be tried again later.
      const isFirst = verdict.state === 'unknown';
      if (isFirst && index > 0) return;
      if (verdict.state === 'trusted' || verdict.state === 'acknowledged') return;
      const approval: Item = { type: 'approve', names: step.names, contents: verdict.contents, isFirst };
      items.push(approval);
      ledger.acknowledge(verdict.state === 'unknown' ? { newest: true } : undefined, step.names);
      if (ledger.look(step.names).state === 'acknowledged') {
        const { hash, delay, span, steps: wait } = step.answer;
        const sent = latestOf(summary) + 0.5 + delay;
        const evidence = status(hash, sent, Math.ceil(sent) + span) as Evidence & { type: 'hash' };
        coming.push({ item: { type: 'answer', approval, names: step.names, evidence }, at: index + wait });
      }
    }
    for (const { item } of coming.filter((answer) => answer.at === index)) {
      items.push(item);
      const probe = ledger.entry(item.names).summary.blind?.key?.at(-1)?.id;
      ledger.see({ ...item.evidence, ...(probe === undefined ? {} : { probe }) }, item.names);
    }
  });
  for (const answer of items) if (answer.type === 'answer') keepAfterApproval(answer, items);
  return items;
}

/** What shows the hash that an approval waits for would stop the approval if it came before. */
function keepAfterApproval({ approval, evidence }: Item & { type: 'answer' }, items: readonly Item[]): void {
  for (const item of items.slice(items.indexOf(approval))) {
    if (item.type !== 'see') continue;
    if (item.evidence.some((other) => other.type === 'hash' && other.hash === evidence.hash)) item.after.push(approval);
  }
}

/**
 * Plays items in the given order. An approval that is refused, because what it names is not (yet) the newest, is tried
 * again after every later step, as a person would. The status of a message that waits for an approval cannot come before
 * it, and what shows the same hash from elsewhere comes after the approval if it did: before, it would be newer evidence
 * that rightly stops it.
 */
export function play(
  items: readonly Item[],
  customers: readonly CustomerNames[],
  observe: (ledger: TestLedger) => void = () => undefined,
): Outcome {
  const ledger = new TestLedger();
  const told = new Set<string>();
  const tried = new Set<Item & { type: 'approve' }>();
  const accepted = new Map<Item, string | undefined>();
  let waiting: Item[] = [];

  const see = (evidence: Evidence[], names: CustomerNames, at?: number): void => {
    const open = customers.filter((customer) => hasOpenReport(ledger, customer));
    const known = new Set(open.flatMap((customer) => ledger.entry(customer).verdict.due));
    for (const { hash } of ledger.see(evidence, names, at === undefined ? {} : { at })) {
      if (hash !== null) told.add(hash);
    }
    for (const key of open.flatMap((customer) => ledger.entry(customer).verdict.due)) {
      if (!known.has(key)) told.add(key.slice('key:'.length));
    }
  };

  const approve = (): void => {
    for (const item of tried) {
      const { verdict } = ledger.entry(item.names);
      if (verdict.state === 'trusted' || verdict.state === 'acknowledged') continue;
      if (item.isFirst !== (verdict.state === 'unknown') || !isNamed(item.contents, verdict.contents)) continue;
      const approvable = item.isFirst ? ({ newest: true } as const) : undefined;
      if (ledger.acknowledge(approvable, item.names) !== 'acknowledged') continue;
      accepted.set(item, ledger.entry(item.names).summary.blind?.key?.at(-1)?.id);
    }
  };

  const mayCome = (item: Item): boolean => {
    if (item.type === 'answer') return accepted.has(item.approval);
    return item.type !== 'see' || item.after.every((approval) => accepted.has(approval));
  };

  const take = (item: Item): void => {
    if (item.type === 'see') see(item.evidence, item.names, item.at);
    else if (item.type === 'approve') tried.add(item);
    else {
      const probe = accepted.get(item.approval);
      see([{ ...item.evidence, ...(probe === undefined ? {} : { probe }) }], item.names);
    }
    approve();
    observe(ledger);
  };

  const takeWaiting = (isAllowed: (item: Item) => boolean): void => {
    for (let next = waiting.find(isAllowed); next !== undefined; next = waiting.find(isAllowed)) {
      const item = next;
      waiting = waiting.filter((other) => other !== item);
      take(item);
    }
  };

  for (const item of items) {
    if (mayCome(item)) take(item);
    else waiting.push(item);
    takeWaiting(mayCome);
  }
  // A message that was never sent has no status: the same hash is then known from elsewhere.
  while (waiting.length > 0) {
    const [first] = waiting;
    takeWaiting((item) => item === first || mayCome(item));
  }
  const refused = [...tried].filter((item) => item.contents[0]?.hash === null && !accepted.has(item));
  return { ledger, reported: [...told].sort(), refused };
}

function hasOpenReport(ledger: TestLedger, names: CustomerNames): boolean {
  return [...ledger.entry(names).records.values()].some(({ openReport }) => openReport !== undefined);
}

/**
 * Whether what was named is the newest. A hash stays the same while doubts about others vanish; a blind approval covers
 * exactly what was known.
 */
function isNamed(named: readonly Content[], present: readonly Content[]): boolean {
  return (
    covers(named, present) &&
    present.every((content, i) => content.hash !== null || covers([content], [named[i] ?? content]))
  );
}
