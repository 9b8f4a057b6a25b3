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
  /** The member that switches the identity check: the guide's name (S1), or the API reference's (facts, section 3). */
  identityCheckMember: 'enable_identity_key_check' | 'enabled';
}

export const defaultRules: Rules = {
  stampStatusAt: 'delivery',
  stampStatusSentWithHash: false,
  mismatchAnswer: 'status',
  identityCheckMember: 'enable_identity_key_check',
};
