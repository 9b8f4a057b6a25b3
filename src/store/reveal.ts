import type { CustomerNames } from '../identity/evidence';
import { observe } from '../identity/ledger';
import { type IdentityChange, toIdentityChanges } from './identity-change';
import type { Step } from './keyed-store';

/** Takes in the hash that the platform named as a customer's current one when it was asked. */
export function reveal(step: Step, names: CustomerNames, hash: string, at: number): IdentityChange[] {
  const { scope, ledger } = step;
  const evidence = [{ type: 'hash', kind: scope.kind, hash, notBefore: at, at }] as const;
  return toIdentityChanges(step, observe({ names, at, evidence: [...evidence] }, ledger));
}
