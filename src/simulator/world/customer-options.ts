/** What a simulated customer starts with. */
export interface CustomerOptions {
  /** E.164 with its plus sign. */
  phone: string;
  /** The profile name. */
  name?: string | undefined;
  /** Where it differs from the number's digits, as in Brazil and Mexico. */
  waId?: string | undefined;
  /** Business-scoped user ID; `true` makes one up. */
  userId?: string | true | undefined;
  username?: string | undefined;
  /**
   * Webhooks then name the customer by user ID only, but for business numbers that dialled the number within the last 30
   * days; a user ID is made up where none is given.
   */
  hidesNumber?: boolean | undefined;
  identityHash?: string | undefined;
  online?: boolean | undefined;
  onWhatsApp?: boolean | undefined;
  /**
   * Whether the customer is taken to have written to every business number just before, so that they may answer for 24
   * hours. True by default.
   */
  hasWritten?: boolean | undefined;
}

/** Who takes an account over. */
export interface Stranger {
  name: string;
  /** A recycled number comes with another user ID (`true` makes one up); who only stole the SIM keeps the old one. */
  userId?: string | true | undefined;
}
