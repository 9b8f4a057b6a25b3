/**
 * Identity hashes come in two kinds that are never compared with each other: `key` is the Cloud API's
 * `identity_key_hash`, `identity` the hash of `identity` blocks and of the On-Premises API.
 */
export type HashKind = 'key' | 'identity';

/** The names the platform gives one customer. At least one is there. */
export interface CustomerNames {
  /** Digits, without plus. */
  waId?: string | undefined;
  /** Business-scoped user ID. */
  userId?: string | undefined;
}

/** What made us look again; becomes the topic of the identity-change output. */
export type ChangeReason = 'hash_changed' | 'hash_mismatch' | 'identity_changed' | 'number_changed' | 'user_id_changed';

/**
 * One thing that the platform let us know about a customer's identity. Times are seconds of the platform's clock, which
 * has no finer resolution (facts, section 1); a half second stands for "certainly after the full one".
 */
export type Evidence =
  | {
      /** A hash was seen. It was certainly current at some moment from `notBefore` to `at`. */
      type: 'hash';
      kind: HashKind;
      hash: string;
      notBefore: number;
      at: number;
      /** The platform said in so many words that the identity changed, and to this hash. */
      announced?: boolean;
      /** Set on the status of the one message sent while `acknowledged`: the ID of the approval that it answers. */
      probe?: string;
    }
  | {
      /** The platform refused a message because its hash is outdated (137000, On-Premises 480). */
      type: 'mismatch';
      kind: HashKind;
      /** The hash which that message carried. */
      hash: string;
      at: number;
    }
  | {
      /** The identity changed, and nothing names the new hash. */
      type: 'change';
      reason: Exclude<ChangeReason, 'hash_changed'>;
      at: number;
    };
