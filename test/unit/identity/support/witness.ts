import type { Evidence } from '../../../../src/identity/evidence';

interface Approval {
  /** Whatever tells it from others. */
  by: object;
  /** Null for a blind one. */
  hash: string | null;
  /** What a blind one's own message revealed. */
  revealed?: { hash: string; at: number };
  /** How much of the evidence was there. */
  known: number;
}

/**
 * Keeps the evidence as a list, and judges by it as a person would: slowly, and without the ledger's summaries. What it
 * says is necessary for safety; the ledger may be stricter.
 */
export class Witness {
  readonly #evidence: { item: Evidence; isAnswer: boolean }[] = [];
  readonly #approvals: Approval[] = [];

  saw(evidence: readonly Evidence[], isAnswer = false): void {
    this.#evidence.push(...evidence.map((item) => ({ item, isAnswer })));
  }

  approved(by: object, hash: string | null): void {
    this.#approvals.push({ by, hash, known: this.#evidence.length });
  }

  revealed(by: object, hash: string, at: number): void {
    const blind = this.#approvals.find((approval) => approval.by === by);
    if (blind !== undefined) blind.revealed ??= { hash, at };
  }

  knowsNothing(): boolean {
    return this.#evidence.length === 0;
  }

  /** Whether all that is known leaves no doubt that a hash is the current one. */
  isCurrent(hash: string): boolean {
    const last = Math.max(...this.#sightings(hash).map(({ notBefore }) => notBefore));
    return this.#evidence.every(({ item }) => {
      if (item.type === 'change') return item.at < last;
      if (item.type === 'mismatch') return item.hash !== hash || item.at < last;
      if (item.hash === hash) return true;
      // A hash that was there before may still be told of by the statuses of older messages.
      const present = Math.min(...this.#sightings(item.hash).map(({ at }) => at));
      return item.notBefore < last && present < last;
    });
  }

  /** Whether somebody approved this hash, and nothing that is certainly newer has spoken against it since. */
  isApproved(hash: string): boolean {
    return this.#approvals.some((approval) => {
      if (approval.hash !== hash && approval.revealed?.hash !== hash) return false;
      return this.#since(approval).every(({ item, isAnswer }) => {
        if (item.type === 'change') return false;
        if (item.hash !== hash) return item.type === 'mismatch';
        if (item.type === 'mismatch') return approval.revealed !== undefined && item.at < approval.revealed.at;
        return isAnswer || approval.revealed === undefined || item.at > approval.revealed.at;
      });
    });
  }

  /** Whether somebody approved without a hash, and nothing certainly newer is known. */
  isAwaited(): boolean {
    return this.#approvals.some(
      (approval) => approval.hash === null && this.#since(approval).every(({ item }) => item.type === 'mismatch'),
    );
  }

  #sightings(hash: string): (Evidence & { type: 'hash' })[] {
    return this.#evidence.flatMap(({ item }) => (item.type === 'hash' && item.hash === hash ? [item] : []));
  }

  /** What came after an approval and is certainly newer than everything before it. */
  #since({ known }: Approval): { item: Evidence; isAnswer: boolean }[] {
    const before = Math.max(0, ...this.#evidence.slice(0, known).map(({ item }) => item.at));
    return this.#evidence.slice(known).filter(({ item }) => (item.type === 'hash' ? item.notBefore : item.at) > before);
  }
}
