/**
 * The person (or account) on the other side, as far as the platform told us who it is. Any part may be missing: users
 * with a username may hide their phone number, and older webhooks know no user ID.
 */
export interface Customer {
  /** What to key everything by: `userId ?? waId`. */
  id?: string;
  /** The wa_id as E.164 with its plus sign: sent back without it, a wa_id can reach the wrong country. */
  phone?: string;
  waId?: string;
  /** Business-scoped user ID (BSUID), like `US.13491208655302741918`. */
  userId?: string;
  username?: string;
  /** The profile name, chosen by the customer: text from a stranger. */
  name?: string;
}
