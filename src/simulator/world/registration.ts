import type { Clock } from '../clock';
import { AttemptLimit } from './attempt-limit';

/** Why a registration was refused. */
export type RegistrationRefusal =
  | 'too_many_attempts'
  | 'recently_deregistered'
  | 'not_verified'
  | 'too_many_guesses'
  | 'guessed_too_fast'
  | 'wrong_pin';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Facts, section 4: 10 calls in 72 hours. */
const ATTEMPTS = 10;
const ATTEMPTS_WINDOW_MS = 72 * HOUR;
/** Facts, section 4: "wait 5 min". */
const AFTER_DEREGISTRATION_MS = 5 * MINUTE;
// The documents name no figures for guessing.
const GUESSES = 5;
const LOCKED_MS = HOUR;
const BETWEEN_GUESSES_MS = 5000;

/** Whether a business number is connected to the Cloud API, and the PIN of its two-step verification. */
export class Registration {
  readonly #clock: Clock;
  readonly #attempts: AttemptLimit;
  #isRegistered: boolean;
  #pin: string | undefined;
  #deregisteredAt = Number.NEGATIVE_INFINITY;
  #wrongGuesses = 0;
  #nextGuessAt = 0;

  constructor(clock: Clock, isRegistered: boolean, pin: string | undefined) {
    this.#clock = clock;
    this.#attempts = new AttemptLimit(clock, ATTEMPTS_WINDOW_MS);
    this.#isRegistered = isRegistered;
    this.#pin = pin;
  }

  get isRegistered(): boolean {
    return this.#isRegistered;
  }

  /** Whether two-step verification is on. */
  get hasPin(): boolean {
    return this.#pin !== undefined;
  }

  /** Milliseconds until the next PIN may be tried. */
  get waitMs(): number {
    return Math.max(0, this.#nextGuessAt - this.#clock.now());
  }

  /**
   * @param pin the PIN of the number; where it has none yet, the PIN that it has from then on
   * @returns why not, where it was refused
   */
  register(pin: string, isVerified: boolean): RegistrationRefusal | undefined {
    if (!this.#attempts.take(ATTEMPTS)) return 'too_many_attempts';
    if (this.#clock.now() < this.#deregisteredAt + AFTER_DEREGISTRATION_MS) return 'recently_deregistered';
    if (!isVerified) return 'not_verified';
    if (this.waitMs > 0) return this.#wrongGuesses >= GUESSES ? 'too_many_guesses' : 'guessed_too_fast';
    if (this.#pin !== undefined && this.#pin !== pin) return this.#guessedWrong();
    this.#wrongGuesses = 0;
    this.#pin = pin;
    this.#isRegistered = true;
    return undefined;
  }

  deregister(): 'too_many_attempts' | 'not_registered' | undefined {
    if (!this.#attempts.take(ATTEMPTS)) return 'too_many_attempts';
    if (!this.#isRegistered) return 'not_registered';
    this.#isRegistered = false;
    this.#deregisteredAt = this.#clock.now();
    return undefined;
  }

  /** Makes this the PIN, whatever it was before. */
  setPin(pin: string): void {
    this.#pin = pin;
    this.#wrongGuesses = 0;
    this.#nextGuessAt = 0;
  }

  #guessedWrong(): 'wrong_pin' {
    // A lock that is over gives all guesses back.
    this.#wrongGuesses = (this.#wrongGuesses % GUESSES) + 1;
    this.#nextGuessAt = this.#clock.now() + (this.#wrongGuesses === GUESSES ? LOCKED_MS : BETWEEN_GUESSES_MS);
    return 'wrong_pin';
  }
}
