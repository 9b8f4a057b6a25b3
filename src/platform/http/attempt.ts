import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** Why we gave a request up ourselves. */
export type StopReason = 'timeout' | 'connect_timeout' | 'closed';

/** One HTTP request under way: gives it up in time, and knows whether it can have reached the other side. */
export interface Attempt {
  readonly signal: AbortSignal;
  /** What the HTTP client sends the request with. */
  readonly transport: { request(options: RequestOptions, onAnswer: (answer: IncomingMessage) => void): ClientRequest };
  /** Whether a connection stood (TLS included), so that the platform may have read the request. */
  wasSent(): boolean;
  stopReason(): StopReason | undefined;
  stop(reason: StopReason): void;
  /** Ends the timers. */
  finish(): void;
}

export function startAttempt(limits: { timeoutMs: number; connectTimeoutMs: number }): Attempt {
  const controller = new AbortController();
  let sent = false;
  let reason: StopReason | undefined;
  let connectTimer: NodeJS.Timeout | undefined;
  const stop = (why: StopReason): void => {
    reason ??= why;
    controller.abort();
  };
  const timer = setTimeout(stop, limits.timeoutMs, 'timeout');
  const onReady = (): void => {
    sent = true;
    clearTimeout(connectTimer);
  };
  const onSocket = (socket: Socket): void => {
    const event = toReadyEvent(socket);
    if (event === undefined) {
      onReady();
      return;
    }
    connectTimer = setTimeout(stop, limits.connectTimeoutMs, 'connect_timeout');
    socket.once(event, onReady);
  };
  return {
    signal: controller.signal,
    transport: {
      request(options, onAnswer) {
        // The protocol of the connection, which is not the URL's when a proxy is in between.
        const { request } = options.protocol === 'https:' ? https : http;
        return request(options, onAnswer).once('socket', onSocket);
      },
    },
    wasSent: () => sent,
    stopReason: () => reason,
    stop,
    finish: () => {
      clearTimeout(timer);
      clearTimeout(connectTimer);
    },
  };
}

/** The event after which bytes of the request go out; none when they do already. */
function toReadyEvent(
  socket: Socket & Partial<Pick<TLSSocket, 'encrypted'> & { secureConnecting: boolean }>,
): string | undefined {
  if (socket.encrypted) return socket.secureConnecting ? 'secureConnect' : undefined;
  return socket.connecting ? 'connect' : undefined;
}
