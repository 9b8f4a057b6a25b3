/** What the platform says about the access token of an account. */
export interface TokenInfo {
  /** The app that the token was made for. */
  appId?: string;
  /** Milliseconds since 1970; `never` for a token that lasts. Absent where the platform does not say. */
  expiresAt?: number | 'never';
  /** Like `whatsapp_business_messaging`; absent where the platform does not say. */
  permissions?: readonly string[];
}

export interface TokenOperations {
  /**
   * What the access token is good for, as far as the platform tells.
   *
   * @returns undefined at a proxy or BSP: there the token would be part of addresses that are logged
   * @throws PlatformError, NoAnswerError: not every token may be asked about by itself
   */
  inspectToken(): Promise<TokenInfo | undefined>;
}
