import type { IdentityCheck } from './number';

/** What an installation tells about itself. */
export interface ServerInfo {
  /** Like `v2.45.1`; absent where it does not say. */
  version?: string;
  identityCheck: IdentityCheck;
}

/** What can be asked of an installation that the business, or a provider, hosts itself. The On-Premises API alone has it. */
export interface ServerOperations {
  /**
   * Logs in where the account has a user name and a password. A token that lasts, or an API key, shows only in another
   * request whether it is right.
   *
   * @throws PlatformError `auth_failed`, NoAnswerError
   */
  logIn(): Promise<void>;
  /** Takes an admin of the installation (S2). @throws PlatformError, NoAnswerError */
  serverInfo(): Promise<ServerInfo>;
}
