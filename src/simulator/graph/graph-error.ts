/** What the platform says about one of its error codes: HTTP status and text (facts, section 10). */
interface CatalogueEntry {
  httpStatus: number;
  message: string;
  subcode?: number;
  type?: string;
  details?: string;
}

const CATALOGUE: Record<number, CatalogueEntry> = {
  2: { httpStatus: 503, message: '(#2) Service temporarily unavailable' },
  4: { httpStatus: 400, message: '(#4) Application request limit reached', subcode: 2446079 },
  10: { httpStatus: 403, message: '(#10) Application does not have permission for this action' },
  100: { httpStatus: 400, message: '(#100) Invalid parameter' },
  190: { httpStatus: 401, message: 'Invalid OAuth access token - Cannot parse access token' },
  200: { httpStatus: 401, message: '(#200) Provide valid app ID' },
  2500: { httpStatus: 400, message: 'Unknown path components' },
  80007: { httpStatus: 400, message: '(#80007) Rate limit issues' },
  130429: {
    httpStatus: 400,
    message: '(#130429) Rate limit hit',
    details: 'Too many messages were sent from this number.',
  },
  131000: {
    httpStatus: 500,
    message: '(#131000) Something went wrong',
    details: 'The message was not sent: unknown error.',
  },
  131008: { httpStatus: 400, message: '(#131008) Required parameter is missing' },
  131009: { httpStatus: 400, message: '(#131009) Parameter value is not valid' },
  131016: {
    httpStatus: 500,
    message: '(#131016) Service unavailable',
    details: 'A service is temporarily unavailable.',
  },
  131021: {
    httpStatus: 400,
    message: '(#131021) Recipient cannot be sender',
    details: 'Sender and recipient are the same number.',
  },
  131048: {
    httpStatus: 400,
    message: '(#131048) Spam rate limit hit',
    details: 'Sending from this number is restricted.',
  },
  131056: {
    httpStatus: 400,
    message: '(#131056) Pair rate limit hit',
    details: 'Too many messages were sent to this recipient.',
  },
  131057: {
    httpStatus: 500,
    message: '(#131057) Account in maintenance mode',
    details: 'The account is being upgraded.',
  },
  137000: {
    httpStatus: 400,
    message: '(#137000) Confirm the correct Recipient Identity Key Hash or send without any identity key hash',
  },
};

export interface GraphErrorOptions {
  message?: string;
  /** `error_data.details`. */
  details?: string;
  subcode?: number;
  type?: string;
}

/** The platform says no. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  readonly code: number;
  readonly httpStatus: number;
  readonly #options: GraphErrorOptions;

  /** @param code of the platform's error; one this file does not know is answered with HTTP 400 */
  constructor(code: number, options: GraphErrorOptions = {}) {
    const known = CATALOGUE[code] ?? { httpStatus: 400, message: `(#${code}) An error that was asked for` };
    super(options.message ?? known.message);
    this.code = code;
    this.httpStatus = known.httpStatus;
    this.#options = { ...known, ...options };
  }

  /** The body of the answer: facts, section 10. */
  toBody(traceId: string): { error: Record<string, unknown> } {
    const { details, subcode, type = 'OAuthException' } = this.#options;
    return {
      error: {
        message: this.message,
        type,
        code: this.code,
        ...(details !== undefined && { error_data: { messaging_product: 'whatsapp', details } }),
        ...(subcode !== undefined && { error_subcode: subcode }),
        fbtrace_id: traceId,
      },
    };
  }
}

/** A parameter is not as it should be. */
export const invalid = (what: string): GraphError => new GraphError(100, { message: `(#100) ${what}` });

/** The object is none that this token may see, or none at all: the platform does not tell which. */
export const unknownObject = (method: string, id: string): GraphError =>
  new GraphError(100, {
    message:
      `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to ` +
      'missing permissions, or does not support this operation',
    subcode: 33,
    type: 'GraphMethodException',
  });
