import { InputError } from '../platform/errors';
import type { TrustState } from './verdict';

/**
 * Whom a send node writes to: `same`, the same identity as before; `authenticated`, only customers whose present
 * identity was approved; `whoever`, whoever holds the account, for neutral notices that hold nothing private.
 */
export type SendPolicy = 'same' | 'authenticated' | 'whoever';

export const SEND_POLICIES: readonly SendPolicy[] = ['same', 'authenticated', 'whoever'];

/** Why a message is held: the topic of the held output. */
export type HoldReason = 'identity_changed' | 'identity_unknown' | 'identity_mismatch';

export type GuardDecision =
  | { action: 'hold'; reason: HoldReason }
  | {
      action: 'send';
      /** The identity hash to attach, null for none. */
      hash: string | null;
      /** This is the one message that leaves without a hash while `acknowledged`, to learn the new one. */
      isProbe: boolean;
    };

export interface GuardQuestion {
  policy: SendPolicy;
  state: TrustState;
  /** The current hash, null while none is known. */
  hash: string | null;
  /** `msg.identityHash`: must equal the current hash. An extra condition that overrides nothing. */
  requiredHash?: string | undefined;
  /** Why earlier messages to this customer are held, if any are: later ones queue behind. */
  queuedFor?: HoldReason | undefined;
  /** The one message of an `acknowledged` customer is on its way, its status not yet here. */
  isProbing: boolean;
}

/** Whether a message may leave, and with which hash: the guard's table (design, section 3). */
export function guard({ policy, state, hash, requiredHash, queuedFor, isProbing }: GuardQuestion): GuardDecision {
  const isMismatched = requiredHash !== undefined && requiredHash !== hash;
  if (policy === 'whoever') return isMismatched ? hold('identity_mismatch') : send(null);
  if (state === 'changed') return hold('identity_changed');
  if (isMismatched) return hold('identity_mismatch');
  if (queuedFor !== undefined) return hold(queuedFor);
  if (state === 'acknowledged') return isProbing ? hold('identity_unknown') : { ...send(null), isProbe: true };
  if (policy === 'authenticated' && state !== 'trusted') return hold('identity_unknown');
  return send(hash);
}

/** Groups have no identity: what is meant for one authenticated person cannot go there. */
export function guardGroup(policy: SendPolicy): GuardDecision {
  if (policy !== 'authenticated') return send(null);
  throw new InputError(
    'group_not_authenticated',
    'The node writes to authenticated customers only, and a group has no identity that could be authenticated.',
    'Choose another policy for messages to groups, and send nothing private there.',
  );
}

const hold = (reason: HoldReason): GuardDecision => ({ action: 'hold', reason });
const send = (hash: string | null) => ({ action: 'send', hash, isProbe: false }) as const;
