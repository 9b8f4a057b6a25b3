import type { Clock } from '../clock';
import type { Random } from '../random';
import type { Rules } from '../rules';
import { AttemptLimit } from './attempt-limit';
import { verificationCode } from './ids';

/** `code_verification_status`: facts, section 4. */
export type VerificationStatus = 'VERIFIED' | 'NOT_VERIFIED' | 'EXPIRED';

export type CodeMethod = 'SMS' | 'VOICE';

/** A code as it reached whoever holds the business number. */
export interface SentCode {
  code: string;
  /** What the SMS, or the voice, said. */
  text: string;
  method: CodeMethod;
  /** As it was asked for. */
  language: string;
  /** ISO 8601. */
  at: string;
  /** ISO 8601. */
  expiresAt: string;
}

export interface VerificationContext {
  clock: Clock;
  random: Random;
  rules: Rules;
}

const HOUR = 3_600_000;
const CODES_KEPT = 20;

/** Proves that a business number belongs to the business: facts, section 4. Only the newest code counts, and it counts once. */
export class Verification {
  readonly #context: VerificationContext;
  readonly #requests: AttemptLimit;
  readonly #codes: SentCode[] = [];
  #status: VerificationStatus;
  #valid: SentCode | undefined;
  #guesses = 0;

  constructor(context: VerificationContext, status: VerificationStatus) {
    this.#context = context;
    this.#status = status;
    this.#requests = new AttemptLimit(context.clock, HOUR);
  }

  get status(): VerificationStatus {
    return this.#status;
  }

  /** The latest codes, newest last. */
  get codes(): readonly SentCode[] {
    return this.#codes;
  }

  /** Sends a code, if nothing speaks against it. */
  request(method: CodeMethod, language: string): 'sent' | 'already_verified' | 'too_many_requests' {
    if (this.#status === 'VERIFIED') return 'already_verified';
    const { clock, random, rules } = this.#context;
    if (!this.#requests.take(rules.codeRequestsPerHour)) return 'too_many_requests';
    const code = verificationCode(random);
    const sent = {
      code,
      text: `Your WhatsApp code is ${code.slice(0, 3)}-${code.slice(3)}.`,
      method,
      language,
      at: new Date(clock.now()).toISOString(),
      expiresAt: new Date(clock.now() + rules.codeLifetimeMs).toISOString(),
    };
    this.#codes.push(sent);
    if (this.#codes.length > CODES_KEPT) this.#codes.shift();
    this.#valid = sent;
    this.#guesses = 0;
    return 'sent';
  }

  check(code: string): 'verified' | 'already_verified' | 'too_many_guesses' | 'expired' | 'wrong' {
    if (this.#status === 'VERIFIED') return 'already_verified';
    const { clock, rules } = this.#context;
    if (this.#guesses >= rules.codeGuesses) return 'too_many_guesses';
    const valid = this.#valid;
    if (valid?.code !== code) {
      this.#guesses += 1;
      return 'wrong';
    }
    if (clock.now() >= Date.parse(valid.expiresAt)) return 'expired';
    this.#status = 'VERIFIED';
    this.#valid = undefined;
    return 'verified';
  }

  /** The platform wants the number verified once more before it can be registered again; it stays registered. */
  expire(): void {
    if (this.#status === 'VERIFIED') this.#status = 'EXPIRED';
  }
}
