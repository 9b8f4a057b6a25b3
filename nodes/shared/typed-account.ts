import type { NodeAPI, NodeDef } from 'node-red';
import { DEFAULT_BASE_URL } from '../../src/platform/cloud/graph-settings';
import { InputError } from '../../src/platform/errors';
import { type AccountConfig, type AccountCredentials, type Settings, toSettings } from './account-config';
import { type Owner, readEnvironment } from './environment';

type Secret = keyof AccountCredentials;

/** An account as its dialog shows it at the moment, deployed or not. */
export interface TypedAccount {
  id: string;
  settings: Settings;
  credentials: Partial<AccountCredentials>;
  /** Secrets that are stored for another base URL: nothing may be asked before they were typed again. */
  withheld: InputError[];
}

/** What the dialog sends; a secret that was not touched is not in it, for the editor does not know it. */
interface TypedBody {
  account: Record<string, unknown>;
  secrets: Record<string, unknown>;
}

/**
 * An account as it is typed now, with `${NAME}` replaced as in a deployed one. A secret that was not touched is the stored
 * one, but only together with the base URL that it was stored with.
 *
 * @throws InputError `request_invalid` when the body is none of a dialog
 */
export function readTypedAccount(RED: NodeAPI, id: string, body: unknown): TypedAccount {
  const { account, secrets } = toTypedBody(body);
  const stored = storedConfig(RED, id);
  const owner: Owner = { id, name: textOf(account.name), z: stored?.z ?? textOf(account.z) };
  const replace = readEnvironment(RED, owner);
  const settings = toSettings({ ...replaceAll(account, replace), id } as unknown as AccountConfig);
  const isSamePlace = stored !== undefined && toPlace(replace(stored.baseUrl ?? '')) === toPlace(settings.baseUrl);
  const credentials: Partial<AccountCredentials> = {};
  const withheld: InputError[] = [];
  for (const secret of neededSecrets(settings)) {
    const typed = secrets[secret];
    const own = typeof typed === 'string' ? typed : storedSecret(RED, id, secret);
    if (own === '') continue;
    if (typeof typed !== 'string' && !isSamePlace) withheld.push(ofAnotherUrl(secret));
    else credentials[secret] = replace(own);
  }
  return { id, settings, credentials, withheld };
}

function toTypedBody(body: unknown): TypedBody {
  const { account, secrets } = Object(body) as Record<string, unknown>;
  if (isRecord(account) && isRecord(secrets)) return { account, secrets };
  throw new InputError('request_invalid', 'This is no account.', 'Open the dialog of the account, and try again.');
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function replaceAll(account: Record<string, unknown>, replace: (text: string) => string): Record<string, unknown> {
  const members = Object.entries(account).flatMap(([name, value]): [string, unknown][] => {
    if (typeof value === 'boolean') return [[name, value]];
    return typeof value === 'string' ? [[name, replace(value)]] : [];
  });
  return Object.fromEntries(members);
}

function storedConfig({ nodes }: NodeAPI, id: string): AccountConfig | undefined {
  let found: NodeDef | undefined;
  nodes.eachNode((node) => {
    if (node.id === id && node.type === 'whatsapp-account') found = node;
  });
  return found;
}

function storedSecret({ nodes }: NodeAPI, id: string, secret: Secret): string {
  const stored = nodes.getCredentials(id) as Partial<AccountCredentials> | undefined;
  return stored?.[secret] ?? '';
}

/** Two spellings of one address are one place; without any it is the platform's own. */
function toPlace(baseUrl: string): string {
  const text = baseUrl === '' ? DEFAULT_BASE_URL : baseUrl;
  return (URL.canParse(text) ? new URL(text).href : text).replace(/\/+$/, '');
}

const NEEDED: Readonly<Record<string, readonly Secret[]>> = {
  cloud: ['accessToken', 'appSecret'],
  login: ['password'],
  token: ['bearerToken'],
  apiKey: ['apiKey'],
};

function neededSecrets({ api, auth, appSecretProof }: Settings): readonly Secret[] {
  const needed = NEEDED[api === 'on-premises' ? auth : api] ?? [];
  return appSecretProof ? needed : needed.filter((secret) => secret !== 'appSecret');
}

const WORDS: Readonly<Record<string, string>> = {
  accessToken: 'access token',
  appSecret: 'app secret',
  password: 'password',
  bearerToken: 'token',
  apiKey: 'API key',
};

const ofAnotherUrl = (secret: Secret): InputError =>
  new InputError(
    `${toSnakeCase(secret)}_of_another_url`,
    `The stored ${WORDS[secret]} goes to the base URL only that it was stored with, and the base URL was changed.`,
    `Type the ${WORDS[secret]} again, or put the base URL back.`,
  );

const toSnakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
