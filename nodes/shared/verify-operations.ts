import type { Account } from '../../src/account';
import { deregister, register, setTwoStepPin } from '../../src/numbers/registration';
import { requestCode, verifyCode } from '../../src/numbers/verification';
import type { NumberInfo } from '../../src/platform/number';
import type { NumberResult } from './number-node';

/** What the message, else the node, says; nothing of it is checked yet. */
export interface VerifyRequest {
  code: unknown;
  pin: unknown;
  codeMethod: unknown;
  language: unknown;
  region: unknown;
}

export type VerifyOperation = (account: Account, request: VerifyRequest) => Promise<NumberResult>;

/** What verify-number can do, by the name of the operation. */
export const VERIFY_OPERATIONS: Readonly<Record<string, VerifyOperation>> = {
  async requestCode(account, { codeMethod, language }) {
    const asked = await requestCode(account, { method: codeMethod, language });
    return { topic: 'code_requested', payload: { success: true, codeMethod: asked.method, language: asked.language } };
  },
  async verifyCode(account, { code }) {
    await verifyCode(account, code);
    return done('verified');
  },
  async register(account, { pin, region }) {
    await register(account, { pin, dataLocalizationRegion: region });
    return done('registered');
  },
  status: readStatus,
  async deregister(account) {
    await deregister(account);
    return done('deregistered');
  },
  async setTwoStepPin(account, { pin }) {
    await setTwoStepPin(account, pin);
    return done('pin_set');
  },
};

const done = (topic: string): NumberResult => ({ topic, payload: { success: true } });

const STATUS_FIELDS = [
  'id',
  'display_phone_number',
  'verified_name',
  'code_verification_status',
  'name_status',
  'platform_type',
];

/** Two of the platform's words for the same (facts, section 4); what is not here is told as `unknown`. */
const TOPICS: Readonly<Record<string, string>> = {
  VERIFIED: 'verified',
  NOT_VERIFIED: 'not_verified',
  UNVERIFIED: 'not_verified',
  EXPIRED: 'expired',
};

async function readStatus({ platform, store, scope }: Account): Promise<NumberResult> {
  const number = await platform.numberInfo(STATUS_FIELDS);
  const holds = Object.entries(await store.attempts.holds(scope));
  const waits = holds.map(([operation, { until, why }]) => [
    operation,
    { retryAt: new Date(until).toISOString(), reason: why },
  ]);
  const topic = toTopic(number);
  return {
    topic,
    payload: { success: true, verified: topic === 'verified', number, waits: Object.fromEntries(waits) },
  };
}

function toTopic({ code_verification_status: status }: NumberInfo): string {
  const word = String(status).toUpperCase();
  return (Object.hasOwn(TOPICS, word) ? TOPICS[word] : undefined) ?? 'unknown';
}
