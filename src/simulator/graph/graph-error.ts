import { CATALOGUE, type CatalogueEntry } from './error-catalogue';

/** What is not as the catalogue has it. */
export type GraphErrorOptions = Partial<CatalogueEntry>;

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
    this.httpStatus = options.httpStatus ?? known.httpStatus;
    this.#options = { ...known, ...options };
  }

  /** The body of the answer: facts, section 10. */
  toBody(traceId: string): { error: Record<string, unknown> } {
    const { details, subcode, type = 'OAuthException', isTransient, userTitle, userMessage } = this.#options;
    return {
      error: {
        message: this.message,
        type,
        code: this.code,
        ...(details !== undefined && { error_data: { messaging_product: 'whatsapp', details } }),
        ...(subcode !== undefined && { error_subcode: subcode }),
        ...(isTransient !== undefined && { is_transient: isTransient }),
        ...(userTitle !== undefined && { error_user_title: userTitle }),
        ...(userMessage !== undefined && { error_user_msg: userMessage }),
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
