import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AnswerOptions, answerWebhook, headersOf, type WebhookAnswer } from './answer';
import { checkClientCertificate } from './client-certificate';
import { isLocal } from './is-local';
import { readBody } from './read-body';
import type { WebhookRequest } from './webhook-request';

export interface ReceiverOptions extends AnswerOptions {
  /** The one part of the request's path that follows the address, where there is one. */
  below?: string;
  /** The name that the client's certificate must have (empty for any); undefined where none is asked for. */
  clientName?: string;
}

/** Serves one webhook address over HTTP: what is answered, `answerWebhook` says. Never rejects. */
export async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  options: ReceiverOptions,
): Promise<void> {
  const webhookAnswer = await answerWebhook(toWebhookRequest(request, options), options);
  answer(response, webhookAnswer);
  if (webhookAnswer.reason === undefined) response.end();
  else endAfterBody(request, response);
}

function toWebhookRequest(request: IncomingMessage, { below, clientName }: ReceiverOptions): WebhookRequest {
  return {
    method: request.method ?? '',
    headers: request.headers,
    query: () => new URL(request.url ?? '/', 'http://localhost').searchParams,
    below,
    isLocal: () => isLocal(request.socket),
    certificate: clientName === undefined ? undefined : checkClientCertificate(request.socket, clientName),
    readBody: (limit) => readBody(request, limit),
  };
}

function answer(response: ServerResponse, webhookAnswer: WebhookAnswer): void {
  if (response.destroyed) return;
  const { status, body } = webhookAnswer;
  response.writeHead(status, {
    ...headersOf(webhookAnswer),
    'content-length': Buffer.byteLength(body),
    ...(status === 200 ? {} : { connection: 'close' }),
  });
  if (body !== '') response.write(body);
}

/** How long the rest of a refused body may take to arrive, milliseconds. */
const LINGER = 2_000;

/**
 * Ends a refusal when the sender has sent all, or after a while. A connection that is closed while bytes arrive is reset,
 * and the sender might never read the answer.
 */
function endAfterBody(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete || request.destroyed) {
    response.end();
    return;
  }
  const end = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, LINGER);
  timer.unref();
  request.once('end', end).once('close', end).resume();
}
