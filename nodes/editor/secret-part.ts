import { freshSecret } from './path-secret';

/** A configuration node as the editor knows it. */
export type ConfigNode = ReturnType<typeof RED.nodes.node>;

/** Stands for a secret part that this editor does not know, since the server tells nobody. */
export const UNKNOWN_PART = '/…';

/** What an account adds to the address of its webhook; empty where it adds nothing. */
export function secretPartOf(account: ConfigNode): string {
  if (account?.api !== 'on-premises' || /^(basicAuth|mutualTls)$/.test(String(account.webhookProtection))) return '';
  const secret = freshSecret(account.credentials?.webhookSecret);
  return secret === undefined ? UNKNOWN_PART : `/${secret}`;
}
