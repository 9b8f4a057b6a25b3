/** HTTP status and title of the API's errors (facts, section 5). */
const CATALOGUE: Record<number, { httpStatus: number; title: string }> = {
  1000: { httpStatus: 500, title: 'Generic error' },
  1001: { httpStatus: 400, title: 'Message too long' },
  1002: { httpStatus: 400, title: 'Invalid recipient type' },
  1005: { httpStatus: 401, title: 'Access denied' },
  1006: { httpStatus: 404, title: 'Resource not found' },
  1007: { httpStatus: 403, title: 'Recipient blocked to receive message' },
  1008: { httpStatus: 400, title: 'Required parameter is missing' },
  1009: { httpStatus: 400, title: 'Parameter value is not valid' },
  1010: { httpStatus: 400, title: 'Parameter is not required' },
  1011: { httpStatus: 503, title: 'Service not ready' },
  1012: { httpStatus: 404, title: 'Group unknown' },
  1014: { httpStatus: 500, title: 'Internal error' },
  1015: { httpStatus: 429, title: 'Too many requests' },
  1016: { httpStatus: 503, title: 'System overloaded' },
  1017: { httpStatus: 503, title: 'Not primary master' },
  1018: { httpStatus: 503, title: 'Not primary coreapp' },
};

/** The On-Premises API says no. */
export class OnPremisesError extends Error {
  override readonly name = 'OnPremisesError';
  readonly code: number;
  readonly httpStatus: number;
  readonly #details: string | undefined;

  /** @param code of the API's error; one this file does not know is answered with HTTP 400 */
  constructor(code: number, details?: string, httpStatus?: number) {
    const known = CATALOGUE[code] ?? { httpStatus: 400, title: 'An error that was asked for' };
    super(known.title);
    this.code = code;
    this.httpStatus = httpStatus ?? known.httpStatus;
    this.#details = details;
  }

  /** What goes into `errors` of the answer. */
  toEntry(): { code: number; title: string; details?: string } {
    const { code, message: title } = this;
    return { code, title, ...(this.#details !== undefined && { details: this.#details }) };
  }
}

/** A provider's own refusal, which comes in a form of its own (facts, section 5, "BSP dialects"). */
export class InvalidApiKey extends Error {
  override readonly name = 'InvalidApiKey';
}

export const missing = (name: string): OnPremisesError => new OnPremisesError(1008, `Parameter '${name}' is missing.`);

export const wrong = (name: string, what: string): OnPremisesError =>
  new OnPremisesError(1009, `Parameter '${name}' ${what}.`);
