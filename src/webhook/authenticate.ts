import type { Account } from '../account';
import { type Proof, refusalOf } from './protection';
import type { RefusalReason } from './refusal';
import { SIGNATURE_HEADER } from './sign';
import { isSignatureValid } from './signature';
import type { WebhookRequest } from './webhook-request';

/** A delivery whose sender is known, and the accounts that it is for. */
export type Authenticated =
  | { ok: true; body: Buffer; accounts: readonly Account[] }
  | { ok: false; reason: RefusalReason };

/**
 * Finds out for which of an address's accounts a delivery is genuine, in one of two ways that never meet: by its
 * signature, or for accounts whose API signs nothing by what protects their address. An account that goes by signatures
 * takes nothing without one, whoever shares its address.
 *
 * @param bodyLimit bytes
 */
export function authenticate(
  request: WebhookRequest,
  accounts: readonly Account[],
  bodyLimit: number,
): Promise<Authenticated> {
  const unsigned = accounts.filter(({ settings }) => settings.protection !== undefined);
  const signed = accounts.filter(({ settings }) => settings.protection === undefined);
  const isSigned = request.below === undefined && request.headers[SIGNATURE_HEADER] !== undefined;
  const goesUnsigned = unsigned.length > 0 && (signed.length === 0 || !isSigned);
  return goesUnsigned
    ? authenticateUnsigned(request, unsigned, bodyLimit)
    : authenticateSigned(request, signed, bodyLimit);
}

async function authenticateSigned(
  request: WebhookRequest,
  accounts: readonly Account[],
  bodyLimit: number,
): Promise<Authenticated> {
  const candidates = accounts.filter(({ settings }) => settings.appSecret !== '');
  if (candidates.length === 0) return refused('no_app_secret');
  const read = await request.readBody(bodyLimit);
  if (!read.ok) return read;
  const signature = request.headers[SIGNATURE_HEADER];
  if (signature === undefined) return refused('signature_missing');
  const verified = verifiedBy(candidates, read.body, signature);
  if (verified.length === 0) return refused('signature_wrong');
  const reachable = request.isLocal() ? verified : verified.filter((account) => !account.isSimulated);
  if (reachable.length === 0) return refused('not_loopback');
  return { ok: true, body: read.body, accounts: reachable };
}

async function authenticateUnsigned(
  request: WebhookRequest,
  accounts: readonly Account[],
  bodyLimit: number,
): Promise<Authenticated> {
  const { below, headers, certificate } = request;
  const proof: Proof = { below, authorization: headers.authorization, hasCertificate: certificate === 'accepted' };
  // Every account is asked, so that the time does not tell whose secret it was.
  const asked = accounts.map((account) => ({ account, refusal: refusalOf(account.settings.protection ?? {}, proof) }));
  const admitted = asked.filter(({ refusal }) => refusal === undefined).map(({ account }) => account);
  if (admitted.length === 0) {
    const wrong = asked.find(({ refusal }) => refusal !== 'no_webhook_protection');
    return refused(wrong?.refusal ?? 'no_webhook_protection');
  }
  const read = await request.readBody(bodyLimit);
  return read.ok ? { ok: true, body: read.body, accounts: admitted } : read;
}

const refused = (reason: RefusalReason): Authenticated => ({ ok: false, reason });

/** The accounts whose own secret made this signature. One secret shared by several is checked once. */
function verifiedBy(accounts: readonly Account[], body: Buffer, signature: string | string[]): Account[] {
  const checked = new Map<string, boolean>();
  for (const { settings } of accounts) {
    if (!checked.has(settings.appSecret)) {
      checked.set(settings.appSecret, isSignatureValid(body, signature, settings.appSecret));
    }
  }
  return accounts.filter(({ settings }) => checked.get(settings.appSecret) === true);
}
