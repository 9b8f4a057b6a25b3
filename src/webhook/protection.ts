import type { RefusalReason } from './refusal';
import { isSameSecret } from './same-secret';

/**
 * What whoever sends unsigned webhooks must show, all of what is here (design, section 4). Where nothing is here, nothing
 * is accepted.
 */
export interface WebhookProtection {
  /** The last part of the address: 128 random bits that we made. */
  pathSecret?: string;
  basicAuth?: { user: string; password: string };
  /** A certificate that webhook in, on a port of its own, asks for and checks. */
  clientCertificate?: true;
}

/** What a request shows. */
export interface Proof {
  /** The part of its path that follows the webhook's own. */
  below: string | undefined;
  /** The header. */
  authorization: string | undefined;
  /** A certificate was asked for, and accepted. */
  hasCertificate: boolean;
}

interface Check {
  refusal: RefusalReason;
  /** Undefined where it is not asked for. */
  passes(protection: WebhookProtection, proof: Proof): boolean | undefined;
}

/** Each way to protect a webhook without a signature. */
const CHECKS: readonly Check[] = [
  {
    refusal: 'path_secret_wrong',
    passes: ({ pathSecret }, { below }) =>
      pathSecret === undefined ? undefined : isSameSecret(below ?? '', pathSecret),
  },
  {
    refusal: 'basic_auth_wrong',
    passes: ({ basicAuth }, { authorization }) =>
      basicAuth === undefined
        ? undefined
        : isSameSecret(toLogin(authorization), `${basicAuth.user}:${basicAuth.password}`),
  },
  {
    refusal: 'client_certificate_missing',
    passes: ({ clientCertificate }, { hasCertificate }) =>
      clientCertificate === undefined ? undefined : hasCertificate,
  },
];

/** Why a request is refused, undefined when it is not. */
export function refusalOf(protection: WebhookProtection, proof: Proof): RefusalReason | undefined {
  const asked = CHECKS.map((check) => ({ ...check, passed: check.passes(protection, proof) })).filter(
    ({ passed }) => passed !== undefined,
  );
  if (asked.length === 0) return 'no_webhook_protection';
  return asked.find(({ passed }) => passed !== true)?.refusal;
}

/** `user:password` of basic authentication; empty for anything else, which no account can have. */
function toLogin(authorization: string | undefined): string {
  const [, encoded = ''] = /^Basic +(\S+) *$/i.exec(authorization ?? '') ?? [];
  return Buffer.from(encoded, 'base64').toString('utf8');
}
