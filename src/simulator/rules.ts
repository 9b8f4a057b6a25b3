/** How this world behaves where the platform's documents leave it open. Can be changed at any time. */
export interface Rules {
  /**
   * Which hash the statuses of a message carry: the one the customer had when the message was sent, or the one of the
   * device that the message reached (S1 names no moment).
   */
  stampStatusAt: 'sending' | 'delivery';
  /** Whether statuses of messages sent with a hash carry one too. S1 promises it only for those sent without. */
  stampStatusSentWithHash: boolean;
  /**
   * How an outdated hash is told: `status` accepts the message and sends a failed status with 137000 when it should be
   * delivered (S1); `http` refuses the call with 137000 at once, which no document shows and none rules out.
   */
  mismatchAnswer: 'status' | 'http';
  /**
   * How a message is refused that is no template and comes more than 24 hours after the customer last wrote: `status`
   * accepts it and sends a failed status with 131047, as the platform does; `http` refuses the call, as its table of errors
   * allows; `ignore` sends it. The On-Premises API knows only the failed status, with 470.
   */
  closedWindow: 'status' | 'http' | 'ignore';
  /**
   * Whether messages beyond the throughput of the number, or beyond what one customer may get, are refused with 130429 and
   * 131056.
   */
  limitSending: boolean;
  /**
   * Whether a template that the business account does not have is taken all the same, so that flows with templates of
   * their own work here, or refused with 132001 as the platform does. Those that it has are always checked.
   */
  unknownTemplates: 'accept' | 'refuse';
  /**
   * Whom a number without its plus sign reaches: `prepend` puts the country code of the business before it, right or wrong,
   * as S1 says; `international` takes it for complete, which bots that answer `from` rely on.
   */
  numberWithoutPlus: 'prepend' | 'international';
  /** The member that switches the identity check: the guide's name (S1), or the API reference's (facts, section 3). */
  identityCheckMember: 'enable_identity_key_check' | 'enabled';
  /** Without it, codes cannot be requested and verified for the numbers of another business (S1): 200 / 1349174. */
  advancedAccess: boolean;
  /** How long a verification code lives, in milliseconds ("about 10 minutes": facts, section 4). */
  codeLifetimeMs: number;
  /** How many codes a number may be sent in an hour. */
  codeRequestsPerHour: number;
  /** How many wrong codes are taken before another code must be requested. */
  codeGuesses: number;
  /** How long a login to the On-Premises API lasts, in milliseconds (7 days: facts, section 5). */
  loginLifetimeMs: number;
  /**
   * What the On-Premises contact check does: `real` looks the number up, `always_valid` finds every number valid, as
   * clients since v2.43 do (facts, section 5).
   */
  contactCheck: 'real' | 'always_valid';
  /** How long a contact check takes, in milliseconds, where the result is not known from an earlier one. */
  contactCheckMs: number;
  /** What the On-Premises API answers where there is nothing to say: `null` or `{}` (S2), or no body at all. */
  emptyAnswer: 'null' | 'object' | 'nothing';
}

export const defaultRules: Rules = {
  stampStatusAt: 'delivery',
  stampStatusSentWithHash: false,
  mismatchAnswer: 'status',
  closedWindow: 'status',
  limitSending: true,
  unknownTemplates: 'accept',
  numberWithoutPlus: 'prepend',
  identityCheckMember: 'enable_identity_key_check',
  advancedAccess: true,
  codeLifetimeMs: 600_000,
  codeRequestsPerHour: 5,
  codeGuesses: 5,
  loginLifetimeMs: 7 * 24 * 3_600_000,
  contactCheck: 'real',
  contactCheckMs: 500,
  emptyAnswer: 'object',
};
