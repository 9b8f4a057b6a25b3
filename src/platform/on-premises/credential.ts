/** What a request is authenticated with. */
export interface Credential {
  headers: Readonly<Record<string, string>>;
  /** What nobody may see. */
  secrets: readonly string[];
}

/** Where the credentials of an account come from. */
export interface Credentials {
  get(): Promise<Credential>;
  /** Another one, after the server refused this one; undefined where there is no other. */
  renew(refused: Credential): Promise<Credential | undefined>;
}

/** @param secrets what nobody may see; the value itself without it */
export function toCredential(header: string, value: string, ...secrets: string[]): Credential {
  return { headers: { [header]: value }, secrets: secrets.length === 0 ? [value] : secrets };
}

export const bearer = (token: string): Credential => toCredential('Authorization', `Bearer ${token}`, token);
