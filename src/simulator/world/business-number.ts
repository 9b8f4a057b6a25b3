import type { Random } from '../random';
import { accessToken, digits, secret } from './ids';
import { callingCodeOf } from './phone-number';

/** A phone number of the business, with everything that connects an account to it. What is left out is made up. */
export interface NumberOptions {
  phoneNumberId?: string | undefined;
  /** Digits with country calling code; punctuation and plus are dropped. */
  displayPhoneNumber?: string | undefined;
  wabaId?: string | undefined;
  accessToken?: string | undefined;
  appSecret?: string | undefined;
  verifyToken?: string | undefined;
  /** Gets the handshake at once, and then the webhooks. */
  webhookUrl?: string | undefined;
  /** Whether the identity change check is on. Off by default, as on the platform. */
  identityCheck?: boolean | undefined;
  verifiedName?: string | undefined;
  qualityRating?: 'GREEN' | 'YELLOW' | 'RED' | 'NA' | 'UNKNOWN' | undefined;
  throughputLevel?: string | undefined;
}

export interface BusinessNumber {
  readonly phoneNumberId: string;
  readonly displayPhoneNumber: string;
  /** Prepended to recipients that come without a plus sign. */
  readonly callingCode: string;
  readonly wabaId: string;
  readonly accessToken: string;
  readonly appSecret: string;
  readonly verifyToken: string;
  webhookUrl: string | undefined;
  /** Whether the webhook passed the handshake; until then events wait. */
  webhookVerified: boolean;
  identityCheck: boolean;
  verifiedName: string;
  qualityRating: string;
  throughputLevel: string;
  /** The other feature settings, as they were last set (facts, section 3). */
  readonly settings: Record<string, Record<string, unknown>>;
}

export function createBusinessNumber(options: NumberOptions, random: Random): BusinessNumber {
  const displayPhoneNumber = options.displayPhoneNumber?.replace(/\D/g, '') || `1555${digits(random, 7)}`;
  return {
    phoneNumberId: options.phoneNumberId || digits(random, 15),
    displayPhoneNumber,
    callingCode: callingCodeOf(displayPhoneNumber),
    wabaId: options.wabaId || digits(random, 15),
    accessToken: options.accessToken || accessToken(random),
    appSecret: options.appSecret || secret(random),
    verifyToken: options.verifyToken || secret(random),
    webhookUrl: undefined,
    webhookVerified: false,
    identityCheck: options.identityCheck ?? false,
    verifiedName: options.verifiedName || 'Simulated Business',
    qualityRating: options.qualityRating ?? 'GREEN',
    throughputLevel: options.throughputLevel || 'STANDARD',
    settings: {
      calling: { status: 'DISABLED' },
      payload_encryption: { status: 'DISABLED' },
      storage_configuration: { status: 'DEFAULT' },
    },
  };
}
