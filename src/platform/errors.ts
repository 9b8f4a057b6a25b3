/** What a flow can read in `msg.error.cause`: plain data, no secrets, no HTTP objects. */
export interface ErrorDetails {
  /** Whether sending the very same thing again can succeed. */
  retryable: boolean;
  /** What to do next, as a sentence. */
  advice: string;
  /** How long to wait at least before sending again, in seconds, where that is known. */
  waitSeconds?: number;
  /** When trying again makes sense, ISO 8601, where that is known. */
  retryAt?: string;
  /** No usable answer came, and the platform may have carried the request out all the same. */
  ambiguous?: boolean;
  /** The platform's own numeric code (`error.code`). */
  platformCode?: number;
  platformSubcode?: number;
  /** The platform's explanation (`error_data.details`), as it came. */
  details?: string;
  /** Trace ID to quote to the platform's support. */
  fbtraceId?: string;
  httpStatus?: number;
  /** Where in the message the fault is, like `interactive.action.buttons[3]`. */
  path?: string;
}

/**
 * Every error of this package: a stable `code`, a sentence for people, whether a retry can help, and what to do next.
 * Node-RED copies `message`, `code` and `cause` into `msg.error`, so `cause` holds plain details and nothing else.
 */
export class WhatsAppError extends Error {
  override readonly name: string = 'WhatsAppError';
  readonly code: string;
  override readonly cause: ErrorDetails;

  constructor(code: string, message: string, details: ErrorDetails) {
    super(message);
    this.code = code;
    this.cause = details;
  }

  get retryable(): boolean {
    return this.cause.retryable;
  }

  get advice(): string {
    return this.cause.advice;
  }
}

/** What the flow handed in, or how a node is configured, cannot work. Never retryable. */
export class InputError extends WhatsAppError {
  override readonly name = 'InputError';

  constructor(code: string, message: string, advice: string, details: Pick<ErrorDetails, 'path'> = {}) {
    super(code, message, { retryable: false, advice, ...details });
  }
}

/** The API that the account speaks has no such operation: the message names the one that has, the advice another way. */
export class NotSupportedError extends WhatsAppError {
  override readonly name = 'NotSupportedError';

  constructor(message: string, advice: string) {
    super('not_supported', message, { retryable: false, advice });
  }
}

/** The platform answered, and said no. */
export class PlatformError extends WhatsAppError {
  override readonly name = 'PlatformError';
}

/**
 * No (usable) answer came. `ambiguous` tells whether the platform may have carried the request out all the same: a
 * message must then not be sent again blindly, for the platform knows no idempotency key.
 */
export class NoAnswerError extends WhatsAppError {
  override readonly name = 'NoAnswerError';
  readonly ambiguous: boolean;

  constructor(code: string, message: string, details: ErrorDetails, ambiguous: boolean) {
    // Node-RED shows flows `cause` but not `ambiguous` of the error itself.
    super(code, message, { ...details, ambiguous });
    this.ambiguous = ambiguous;
  }
}
