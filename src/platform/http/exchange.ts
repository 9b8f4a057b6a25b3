import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { StopReason, Trouble } from './no-answer';

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** An answer, or what came instead of one, and whether the request can have reached the other side. */
export type Outcome = { answer: HttpAnswer } | { trouble: Trouble; sent: boolean };

/** One HTTP request under way: gives it up in time, and knows whether it can have reached the other side. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly outcome: Promise<Outcome>;
  readonly #settle: (outcome: Outcome) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #maxBytes: number;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #isOver = false;
  #bytes = 0;
  #status = 0;
  #headers: IncomingHttpHeaders = {};

  constructor(limits: { timeoutMs: number; maxAnswerBytes: number }) {
    this.#maxBytes = limits.maxAnswerBytes;
    let settle: (outcome: Outcome) => void = () => undefined;
    this.outcome = new Promise((resolve) => {
      settle = resolve;
    });
    this.#settle = settle;
    this.#timer = setTimeout(() => this.stop('timeout'), limits.timeoutMs);
  }

  /** Gives it up. A request that has not got a connection by now will never leave. */
  stop(reason: StopReason): void {
    this.#fail({ what: 'stopped', reason });
  }

  /** A connection stands, TLS included, and the request is about to be written. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isOver) controller.abort(new Error('given up'));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#maxBytes) this.#fail({ what: 'too_large' });
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [first, ...more] = this.#chunks;
    const body = more.length === 0 ? first : Buffer.concat(this.#chunks);
    this.#end({ answer: { status: this.#status, headers: this.#headers, text: body?.toString() ?? '' } });
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    // The error holds the connection, and through it the request with the token: only what it says is taken.
    this.#fail(toTrouble(error));
  }

  #fail(trouble: Trouble): void {
    if (this.#isOver) return;
    this.#end({ trouble, sent: this.#controller !== undefined });
    this.#controller?.abort(new Error('given up'));
  }

  #end(outcome: Outcome): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#settle(outcome);
  }
}

/** What an error of the HTTP client says, without the request that it holds. */
export function toTrouble(error: unknown): Trouble {
  if (!(error instanceof Error)) return { what: 'connection', systemCode: undefined };
  const proxyStatus = /^Proxy .*\((\d{3})\)/.exec(error.message)?.[1];
  if (proxyStatus !== undefined) return { what: 'proxy', status: Number(proxyStatus) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (error.name === 'AbortError') return { what: 'stopped', reason: 'closed' };
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return { what: 'stopped', reason: 'timeout' };
  }
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return { what: 'stopped', reason: 'connect_timeout' };
  // A certificate that is not the proxy's comes in an error of the HTTP client's own.
  if (error.cause instanceof Error && code?.startsWith('UND_ERR_PRX')) return toTrouble(error.cause);
  return { what: 'connection', systemCode: code?.startsWith('UND_ERR') || code?.startsWith('HPE_') ? undefined : code };
}
