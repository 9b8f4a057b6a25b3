import type { LateResults, PendingCheck } from '../contacts/pending-check';
import { canonicalWaId } from '../phone/variants';
import type { CheckedContact } from '../platform/contacts';
import { AgingKeys } from './aging';
import type { Step } from './keyed-store';

/** The server tries its webhooks for a day (facts, section 5). */
const WAITING_DAYS = 2;

const checks = new AgingKeys('check', WAITING_DAYS);
const waiting = new AgingKeys('checkOf', WAITING_DAYS);

export const AGING_CHECKS = [checks, waiting];

/** The checks that wait for late results, found by their numbers: a webhook names nothing else. */
export class PendingChecks {
  readonly #step: Step;

  constructor(step: Step) {
    this.#step = step;
  }

  add(check: Omit<PendingCheck, 'id'>): string {
    const id = this.#step.newId();
    this.#writeCheck({ ...check, id });
    for (const number of Object.keys(check.waiting)) this.#writeIds(number, [...this.#idsOf(number), id]);
    return id;
  }

  match(contacts: readonly CheckedContact[]): LateResults[] {
    const found = new Map<string, { check: PendingCheck; results: Record<string, CheckedContact> }>();
    for (const contact of contacts) {
      if (contact.status === 'processing') continue;
      for (const id of this.#idsOf(contact.input)) {
        const check = found.get(id)?.check ?? this.#readCheck(id);
        const number = Object.keys(check?.waiting ?? {}).find((one) => isSame(one, contact.input));
        if (check === undefined || number === undefined) continue;
        const late = found.get(id) ?? { check, results: {} };
        late.results[number] = contact;
        found.set(id, late);
      }
    }
    return [...found.values()];
  }

  remove(id: string, numbers: readonly string[]): void {
    const check = this.#readCheck(id);
    if (check === undefined) return;
    const rest = Object.entries(check.waiting).filter(([number]) => !numbers.includes(number));
    for (const number of numbers) {
      this.#writeIds(
        number,
        this.#idsOf(number).filter((other) => other !== id),
      );
    }
    if (rest.length > 0) this.#writeCheck({ ...check, waiting: Object.fromEntries(rest) });
    else checks.remove(this.#step.transaction, this.#key(id), this.#step.now);
  }

  #readCheck(id: string): PendingCheck | undefined {
    const json = checks.get(this.#step.transaction, this.#key(id), this.#step.now);
    return json === undefined ? undefined : (JSON.parse(json) as PendingCheck);
  }

  #writeCheck(check: PendingCheck): void {
    checks.put(this.#step.transaction, this.#key(check.id), JSON.stringify(check), this.#step.now);
  }

  #idsOf(number: string): string[] {
    const json = waiting.get(this.#step.transaction, this.#key(toDigits(number)), this.#step.now);
    return json === undefined ? [] : (JSON.parse(json) as string[]);
  }

  #writeIds(number: string, ids: readonly string[]): void {
    const key = this.#key(toDigits(number));
    waiting.remove(this.#step.transaction, key, this.#step.now);
    if (ids.length > 0) waiting.put(this.#step.transaction, key, JSON.stringify(ids), this.#step.now);
  }

  #key(id: string): string {
    return `${this.#step.scope.number}/${id}`;
  }
}

/** A webhook repeats the number as it was asked for; a server that formats it anew is understood too. */
const toDigits = (number: string): string => canonicalWaId(number.replace(/\D/g, ''));

const isSame = (a: string, b: string): boolean => toDigits(a) === toDigits(b);
