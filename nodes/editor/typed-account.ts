import { SECRETS } from './account-secrets';
import { field } from './dialog';
import { isStored } from './stored';

/** What the server may need to try an account. */
const PROPERTIES = [
  'name',
  'api',
  'phoneNumberId',
  'wabaId',
  'graphVersion',
  'baseUrl',
  'displayNumber',
  'auth',
  'user',
  'apiKeyHeader',
  'ca',
] as const;

/** The fields that an account is tried with. */
export const TRIED_FIELDS: readonly string[] = [...PROPERTIES.slice(1), 'appSecretProof', ...SECRETS];

/** An account as the server tries it; what is stored, and was not touched, the server knows itself. */
export interface TypedAccount {
  account: Record<string, string | boolean>;
  secrets: Record<string, string>;
}

/** The account as the open dialog shows it. */
export function typedAccount({ z = '' }: { z?: string }): TypedAccount {
  const typed = (property: string): string => String(field('node-config-input', property).val() ?? '');
  const account = Object.fromEntries(PROPERTIES.map((property) => [property, typed(property)]));
  const secrets = SECRETS.map((secret): [string, string] => [secret, typed(secret)]);
  return {
    account: { ...account, appSecretProof: field('node-config-input', 'appSecretProof').is(':checked'), z },
    secrets: Object.fromEntries(secrets.filter(([, value]) => !isStored(value))),
  };
}
