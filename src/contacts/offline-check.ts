import { loadPhoneLibrary } from '../phone/library';
import { toCandidate } from './candidate';

/** What a number's form alone tells. Whether it is on WhatsApp, no form tells. */
export interface OfflineResult {
  /** As it was handed in. */
  input: string;
  /**
   * `plausible`: its country has such numbers. `possible`: of a length that exists there. `invalid`: no phone number.
   * `incomplete`: without country code, and the account names no country.
   */
  status: 'plausible' | 'possible' | 'invalid' | 'incomplete';
  /** E.164 with its plus sign. */
  number?: string;
  /** ISO 3166 code, where the number tells. */
  country?: string;
  /** The country whose calling code completed the number. */
  completedWith?: string;
  /** Why it is no number: the code of the error that sending to it would give. */
  reason?: string;
}

/**
 * Checks numbers without asking anybody, in their order: for the Cloud API, which has no check of contacts (facts,
 * section 5).
 *
 * @throws InputError `country_invalid`
 */
export function checkOffline(inputs: readonly string[], country: string): OfflineResult[] {
  return inputs.map((input) => {
    const candidate = toCandidate(input, country);
    if (candidate.type !== 'number') return { input, status: candidate.type, reason: candidate.reason };
    const { type: _, ...number } = candidate;
    const isPlausible = loadPhoneLibrary().isValidPhoneNumber(number.number);
    return { input, status: isPlausible ? 'plausible' : 'possible', ...number };
  });
}
