import type { Clock } from '../../clock';
import type { Rules } from '../../rules';
import type { Customer } from '../customer';
import { toContactNumber } from '../phone-number';

/** What came of checking one number: S2, "Validate WhatsApp Account Users". */
export interface ContactResult {
  input: string;
  status: 'valid' | 'invalid' | 'failed' | 'processing';
  /** Only where the status is valid. */
  wa_id?: string;
}

export interface ContactBookContext {
  clock: Clock;
  rules: Rules;
  /** Prepended to numbers without a plus sign. */
  callingCode: string;
  find(name: string): Customer | undefined;
}

/** Results "are cached … for 7 days" (S2). */
const CACHE_MS = 7 * 24 * 3_600_000;

interface CachedResult {
  waId: string | undefined;
  until: number;
}

/** Which numbers are on WhatsApp, as far as a self-hosted client knows. */
export class ContactBook {
  readonly #context: ContactBookContext;
  readonly #cache = new Map<string, CachedResult>();

  constructor(context: ContactBookContext) {
    this.#context = context;
  }

  /** What can be said at once; anything else is `processing`. */
  recall(input: string, force: boolean): ContactResult {
    const number = toContactNumber(input, this.#context.callingCode);
    if (number === null) return { input, status: 'failed' };
    if (this.#context.rules.contactCheck === 'always_valid') return this.#look(input, number);
    const cached = this.#cache.get(number);
    if (force || cached === undefined || this.#context.clock.now() >= cached.until) {
      return { input, status: 'processing' };
    }
    return toResult(input, cached.waId);
  }

  /** Looks the number up now. */
  check(input: string): ContactResult {
    const number = toContactNumber(input, this.#context.callingCode);
    return number === null ? { input, status: 'failed' } : this.#look(input, number);
  }

  #look(input: string, number: string): ContactResult {
    const { clock, rules, find } = this.#context;
    const customer = find(number);
    // Since v2.43 "no guarantee that the returned wa_id will be valid" (facts, section 5).
    if (rules.contactCheck === 'always_valid') return toResult(input, customer?.waId ?? number);
    const waId = customer?.onWhatsApp ? customer.waId : undefined;
    this.#cache.set(number, { waId, until: clock.now() + CACHE_MS });
    return toResult(input, waId);
  }
}

const toResult = (input: string, waId: string | undefined): ContactResult =>
  waId === undefined ? { input, status: 'invalid' } : { input, status: 'valid', wa_id: waId };
