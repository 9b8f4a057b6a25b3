import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Account } from '../account';
import { WhatsAppError } from '../platform/errors';
import { authenticate } from './authenticate';
import { answerChallenge } from './challenge';
import type { Intake } from './intake';
import { type ParsedWebhook, parseWebhook } from './parse';
import { REFUSALS, type RefusalReason } from './refusal';

export interface ReceiverOptions {
  /** The accounts served at this address now; several may share an app secret, or each have their own. */
  accounts: () => readonly Account[];
  /** Bytes. */
  bodyLimit: () => number;
  /** The one part of the request's path that follows the address, where there is one. */
  below?: string;
  intake: Intake;
  onRefused: (reason: RefusalReason) => void;
  /** A delivery was answered with 200, so many milliseconds after its request had come. */
  onAccepted?: (milliseconds: number) => void;
}

/**
 * Serves one webhook address: the handshake, and deliveries from their bytes to the 200 (design, section 4).
 *
 * The order is the security of it: size, then signature over the raw bytes (or, where the API signs nothing, what protects
 * the address, and then the size), then JSON, then the store, then the answer.
 * Never rejects.
 */
export async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  options: ReceiverOptions,
): Promise<void> {
  const arrivedAt = performance.now();
  const accounts = options.accounts();
  const refuse = (reason: RefusalReason): void => {
    options.onRefused(reason);
    answer(response, REFUSALS[reason].status, REFUSALS[reason].answer, reason);
    endAfterBody(request, response);
  };

  if (request.method === 'GET') {
    // The handshake belongs to the API that signs, which calls the address itself.
    if (options.below !== undefined) return refuse('no_challenge');
    const tokens = accounts.map(({ settings }) => settings.verifyToken);
    const challenge = answerChallenge(new URL(request.url ?? '/', 'http://localhost').searchParams, tokens);
    if (challenge.status !== 200) return refuse(challenge.reason);
    answer(response, 200, challenge.body);
    response.end();
    return;
  }
  if (request.method !== 'POST') return refuse('wrong_method');

  const { bodyLimit, below } = options;
  const authenticated = await authenticate(request, accounts, { bodyLimit: bodyLimit(), below });
  if (!authenticated.ok) return refuse(authenticated.reason);

  const webhook: ParsedWebhook = parseWebhook(authenticated.body);
  if (!webhook.ok) return refuse(webhook.reason);
  try {
    await options.intake.accept(authenticated.body, webhook.body, authenticated.accounts);
  } catch (error) {
    // The intake has told the user why; the platform will try again.
    return refuse(error instanceof WhatsAppError && error.code === 'not_served' ? 'not_served' : 'store_failed');
  }
  answer(response, 200, '');
  response.end();
  options.onAccepted?.(performance.now() - arrivedAt);
}

function answer(response: ServerResponse, status: number, body: string, reason?: RefusalReason): void {
  if (response.destroyed) return;
  const headers: Record<string, string | number> = {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
  if (reason === 'wrong_method') headers.allow = 'GET, POST';
  if (reason === 'basic_auth_wrong') headers['www-authenticate'] = 'Basic realm="webhook"';
  if (status !== 200) headers.connection = 'close';
  response.writeHead(status, headers);
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
