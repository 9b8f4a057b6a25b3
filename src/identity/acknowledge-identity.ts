import type { Account } from '../account';
import type { ContactIdentity } from '../platform/contacts';
import { InputError, PlatformError } from '../platform/errors';
import type { AcknowledgeOutcome, Approvable } from './approval';
import type { CustomerNames } from './evidence';

export interface Acknowledgement {
  outcome: AcknowledgeOutcome;
  /** What the On-Premises API says of the customer's identity after it was acknowledged there too. */
  identity?: ContactIdentity;
}

/**
 * Approves a customer's identity. The On-Premises API, which blocks messages until then, is told first; only its success
 * changes the ledger (design, section 3).
 *
 * @param by who approves it, for the audit trail
 * @throws InputError `wa_id_missing`; PlatformError, NoAnswerError: then nothing was approved, and it can be tried again
 */
export async function acknowledgeIdentity(
  account: Account,
  names: CustomerNames,
  approvable: Approvable,
  by?: string,
): Promise<Acknowledgement> {
  const { store, scope, platform } = account;
  if (platform.api !== 'on-premises') return { outcome: await store.acknowledge(scope, names, approvable, by) };
  return acknowledgeOnPremises(account, names, approvable, by);
}

const CHANGED_AGAIN = { outcome: 'identity_changed_again' } as const;

/**
 * Nothing but the hash that was approved is acknowledged: any other that the server names is evidence, and ends the
 * attempt. The server is asked before and after, so that neither a second change in between nor a crash of ours is
 * missed: what was acknowledged before a crash is found so, and only has to be written down.
 */
async function acknowledgeOnPremises(
  account: Account,
  names: CustomerNames,
  approvable: Approvable,
  by: string | undefined,
): Promise<Acknowledgement> {
  const { store, scope, platform } = account;
  const waId = names.waId ?? (await store.details(scope, names))?.names.waId;
  if (waId === undefined) throw waIdMissing();
  const target = await store.approvable(scope, names, approvable);
  if (target === 'identity_changed_again') return CHANGED_AGAIN;

  const reveal = async ({ hash, created_timestamp = 0 }: ContactIdentity): Promise<void> => {
    const at = Math.max(target.after, Math.floor(created_timestamp / 1000));
    account.report(await store.reveal(scope, names, hash, at));
  };

  let identity = await platform.readIdentity(waId);
  // Whatever is newest was approved, and so far the ledger knew of none.
  const isFirst = target.hash === null && 'newest' in approvable;
  if (isFirst || identity.hash !== target.hash) await reveal(identity);
  const hash = isFirst ? identity.hash : target.hash;
  if (hash === null || identity.hash !== hash) return CHANGED_AGAIN;

  if (!identity.acknowledged) {
    const refusal = await platform.acknowledgeIdentity(waId, hash).catch(toRefusal);
    identity = await platform.readIdentity(waId);
    if (identity.hash !== hash) {
      await reveal(identity);
      return CHANGED_AGAIN;
    }
    if (refusal !== undefined && !identity.acknowledged) throw refusal;
  }
  const named = 'newest' in approvable ? { hash } : approvable;
  const outcome = await store.acknowledge(scope, names, named, by);
  if (outcome === 'identity_changed_again') return CHANGED_AGAIN;
  return { outcome, identity: { ...identity, acknowledged: true } };
}

/** A refusal may have come because the identity has changed again. Without an answer, nobody can tell. */
function toRefusal(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  throw error;
}

const waIdMissing = (): InputError =>
  new InputError(
    'wa_id_missing',
    'The customer has no phone number that is known, and the On-Premises API knows customers by nothing else.',
    'Name the customer by the phone number.',
  );
