import { currentValue } from './dialog';

export type CloudSecret = 'accessToken' | 'appSecret' | 'verifyToken';
export type OnPremisesSecret = 'password' | 'bearerToken' | 'apiKey' | 'webhookSecret' | 'webhookPassword';
export type Secret = CloudSecret | OnPremisesSecret;

export const CLOUD_SECRETS: readonly CloudSecret[] = ['accessToken', 'appSecret', 'verifyToken'];

/** What each choice of login and of webhook protection needs. */
export const ON_PREMISES_SECRETS: Readonly<Record<string, OnPremisesSecret>> = {
  login: 'password',
  token: 'bearerToken',
  apiKey: 'apiKey',
  secretPath: 'webhookSecret',
  basicAuth: 'webhookPassword',
};

export const SECRETS: readonly Secret[] = [...CLOUD_SECRETS, ...Object.values(ON_PREMISES_SECRETS)];

/** The secrets that an account has, or has in the open dialog. */
export function filledSecrets(node: EditorNode): Secret[] {
  return SECRETS.filter((secret) => {
    const stored = node.credentials?.[`has_${secret}`] ? 'stored' : '';
    return currentValue('node-config-input', node, secret, stored) !== '';
  });
}
