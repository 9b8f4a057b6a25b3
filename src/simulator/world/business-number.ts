import type { Clock } from '../clock';
import type { Random } from '../random';
import type { Rules } from '../rules';
import type { Customer } from './customer';
import { accessToken, digits, secret } from './ids';
import {
  createOnPremisesClient,
  type OnPremisesClient,
  type OnPremisesOptions,
} from './on-premises/on-premises-client';
import { callingCodeOf } from './phone-number';
import { Registration } from './registration';
import { SendLimits } from './send-limits';
import { Verification } from './verification';

export const QUALITY_RATINGS = ['GREEN', 'YELLOW', 'RED', 'NA', 'UNKNOWN'] as const;

/** A phone number of the business, with everything that connects an account to it. What is left out is made up. */
export interface NumberOptions extends OnPremisesOptions {
  /** The API that sends and receives; the Cloud API by default. */
  api?: 'cloud' | 'on-premises' | undefined;
  phoneNumberId?: string | undefined;
  /** Digits with country calling code; punctuation and plus are dropped. */
  displayPhoneNumber?: string | undefined;
  wabaId?: string | undefined;
  accessToken?: string | undefined;
  appSecret?: string | undefined;
  verifyToken?: string | undefined;
  /** Gets the handshake at once, where the API has one, and then the webhooks. */
  webhookUrl?: string | undefined;
  /** Whether the identity change check is on. Off by default, as on the platform. */
  identityCheck?: boolean | undefined;
  verifiedName?: string | undefined;
  qualityRating?: (typeof QUALITY_RATINGS)[number] | undefined;
  throughputLevel?: string | undefined;
  nameStatus?: string | undefined;
  /** False for a number that must be verified by a code first, and then registered. True by default. */
  verified?: boolean | undefined;
  /** Whether it is registered on the Cloud API; by default if it is verified. */
  registered?: boolean | undefined;
  /** The PIN of its two-step verification; none by default. */
  pin?: string | undefined;
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
  nameStatus: string;
  readonly verification: Verification;
  readonly registration: Registration;
  readonly sendLimits: SendLimits;
  /** Where the number speaks the On-Premises API, and not the Cloud API. */
  readonly onPremises: OnPremisesClient | undefined;
  /** The other feature settings, as they were last set (facts, section 3). */
  readonly settings: Record<string, Record<string, unknown>>;
}

export interface NumberContext {
  clock: Clock;
  random: Random;
  rules: Rules;
  find(name: string): Customer | undefined;
}

export function createBusinessNumber(options: NumberOptions, context: NumberContext): BusinessNumber {
  const { clock, random, rules } = context;
  const displayPhoneNumber = options.displayPhoneNumber?.replace(/\D/g, '') || `1555${digits(random, 7)}`;
  const callingCode = callingCodeOf(displayPhoneNumber);
  const isOnPremises = options.api === 'on-premises';
  const isVerified = options.verified ?? true;
  return {
    phoneNumberId: options.phoneNumberId || digits(random, 15),
    displayPhoneNumber,
    callingCode,
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
    nameStatus: options.nameStatus || 'APPROVED',
    verification: new Verification(
      { clock, rules, random: random.fork('codes') },
      isVerified ? 'VERIFIED' : 'NOT_VERIFIED',
    ),
    registration: new Registration(clock, !isOnPremises && (options.registered ?? isVerified), options.pin),
    sendLimits: new SendLimits(clock),
    onPremises: isOnPremises
      ? createOnPremisesClient(options, { ...context, callingCode, random: random.fork('on-premises') })
      : undefined,
    settings: {
      calling: { status: 'DISABLED' },
      payload_encryption: { status: 'DISABLED' },
      storage_configuration: { status: 'DEFAULT' },
    },
  };
}

/** Whether messages come to this number at all. */
export const isReachable = ({ onPremises, registration }: BusinessNumber): boolean =>
  onPremises !== undefined || registration.isRegistered;
