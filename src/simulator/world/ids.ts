import type { Random } from '../random';

/** Decimal digits, the first of them not 0. */
export function digits(random: Random, count: number): string {
  const [first = 0, ...rest] = random.bytes(count);
  return [1 + (first % 9), ...rest.map((byte) => byte % 10)].join('');
}

/** Six decimal digits; zeros may come first. */
export const verificationCode = (random: Random): string =>
  String(random.bytes(4).readUInt32BE() % 1_000_000).padStart(6, '0');

/** Shaped like the documents' `DF2lS5v2W6x=`: 12 characters of Base64. */
export const identityHash = (random: Random): string => random.bytes(8).toString('base64');

export const wamid = (random: Random): string => `wamid.HBgL${random.bytes(36).toString('base64')}`;

/** Message IDs of the On-Premises API: `ABGG…` from customers, `gBGG…` to them (facts, section 1c). */
export const onPremisesMessageId = (random: Random, prefix: 'ABGG' | 'gBGG'): string =>
  `${prefix}${random.bytes(18).toString('base64url')}`;

/** Business-scoped user ID (facts, section 9). */
export const businessScopedUserId = (random: Random, country: string): string => `${country}.${digits(random, 20)}`;

/** Shaped like the documents' `Y2FwaV9ncm91cDox…`, which is Base64. */
export const groupId = (random: Random, displayPhoneNumber: string): string =>
  Buffer.from(`capi_group:${displayPhoneNumber}:${digits(random, 18)}`).toString('base64url');

/** Shaped like the `EAA…` tokens of the platform. */
export const accessToken = (random: Random): string =>
  `EAA${random.bytes(48).toString('base64url').replace(/[-_]/g, 'Z')}`;

/** Shaped like the `eyJ…` tokens of the On-Premises API. */
export const loginToken = (random: Random): string => `eyJ${random.bytes(48).toString('base64url')}`;

/** 128 random bits in hex, as app secrets are. */
export const secret = (random: Random): string => random.bytes(16).toString('hex');

/** The platform's mark on each error, to be quoted to its support. */
export const traceId = (random: Random): string => `A${random.bytes(16).toString('base64url').replace(/[-_]/g, 'x')}`;
