import type { CustomerNames, Evidence } from './evidence';
import type { LedgerContext, Observation } from './ledger';
import { closeOver, emptyRecord, type NameKey, toNameKeys, toPrimaryKey } from './names';
import { least, most, type Summary, withBlindAnswer, withEvidence } from './summary';

/** Files what was observed under the customer's names; what to think of it is not decided here. */
export function takeIn({ names, at, evidence, related }: Observation, ledger: LedgerContext): void {
  join(names, at, ledger);
  if (related !== undefined) relate(names, related, ledger);
  for (const item of evidence) file(names, item, ledger);
}

function join({ waId, userId }: CustomerNames, at: number, { read, write }: LedgerContext): void {
  if (!waId || !userId) return;
  const [user, number] = toNameKeys({ waId, userId }) as [NameKey, NameKey];
  const link = (key: NameKey, other: NameKey): void => {
    const record = read(key) ?? emptyRecord();
    const known = record.links[other];
    const next = { first: least(known?.first, at), last: most(known?.last, at) };
    if (known?.first !== next.first || known.last !== next.last) {
      write(key, { ...record, links: { ...record.links, [other]: next } });
    }
  };
  link(user, number);
  link(number, user);
}

const RELATED_KEPT = 10;

function relate(names: CustomerNames, related: CustomerNames, { read, write }: LedgerContext): void {
  const key = toPrimaryKey(names);
  const record = read(key) ?? emptyRecord();
  const others = new Set([...(record.related ?? []), ...toNameKeys(related)]);
  write(key, { ...record, related: [...others].slice(-RELATED_KEPT) });
}

function file(names: CustomerNames, evidence: Evidence, { read, write }: LedgerContext): void {
  const target = toPrimaryKey(names);
  const record = read(target) ?? emptyRecord();
  write(target, { ...record, summary: withEvidence(record.summary, evidence) });
  if (evidence.type !== 'hash') return;
  for (const key of closeOver(names, read)) {
    const named = read(key);
    const blinds = named?.summary.blind?.[evidence.kind];
    if (named === undefined || blinds === undefined) continue;
    const answered = blinds.map((blind) => withBlindAnswer(blind, evidence));
    if (answered.every((blind, i) => blind === blinds[i])) continue;
    const summary: Summary = { ...named.summary, blind: { ...named.summary.blind, [evidence.kind]: answered } };
    write(key, { ...named, summary });
  }
}
