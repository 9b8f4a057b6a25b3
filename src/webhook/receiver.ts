import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Account } from '../account';
import { answerChallenge } from './challenge';
import type { Intake } from './intake';
import { type ParsedWebhook, parseWebhook } from './parse';
import { readBody } from './read-body';
import { REFUSALS, type RefusalReason } from './refusal';
import { SIGNATURE_HEADER } from './sign';
import { isSignatureValid } from './signature';

export interface ReceiverOptions {
  /** The accounts served at this address now; several may share an app secret, or each have their own. */
  accounts: () => readonly Account[];
  /** Bytes. */
  bodyLimit: () => number;
  intake: Intake;
  onRefused: (reason: RefusalReason) => void;
}

/**
 * Serves one webhook address: the handshake, and deliveries from their bytes to the 200 (design, section 4).
 *
 * The order is the security of it: size, then signature over the raw bytes, then JSON, then the store, then the answer.
 * Never rejects.
 */
export async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  options: ReceiverOptions,
): Promise<void> {
  const accounts = options.accounts();
  const refuse = (reason: RefusalReason): void => {
    options.onRefused(reason);
    answer(response, REFUSALS[reason].status, REFUSALS[reason].answer, reason);
    endAfterBody(request, response);
  };

  if (request.method === 'GET') {
    const tokens = accounts.map(({ settings }) => settings.verifyToken);
    const challenge = answerChallenge(new URL(request.url ?? '/', 'http://localhost').searchParams, tokens);
    if (challenge.status !== 200) return refuse(challenge.reason);
    answer(response, 200, challenge.body);
    response.end();
    return;
  }
  if (request.method !== 'POST') return refuse('wrong_method');

  const candidates = accounts.filter(({ settings }) => settings.appSecret !== '');
  if (candidates.length === 0) return refuse('no_app_secret');
  const read = await readBody(request, options.bodyLimit());
  if (!read.ok) return refuse(read.reason);
  const signature = request.headers[SIGNATURE_HEADER];
  if (signature === undefined) return refuse('signature_missing');
  const verified = verifiedBy(candidates, read.body, signature);
  if (verified.length === 0) return refuse('signature_wrong');
  const reachable = isLoopback(request) ? verified : verified.filter((account) => !account.isSimulated);
  if (reachable.length === 0) return refuse('not_loopback');

  const webhook: ParsedWebhook = parseWebhook(read.body);
  if (!webhook.ok) return refuse(webhook.reason);
  try {
    await options.intake.accept(read.body, webhook.body, reachable);
  } catch {
    // The intake has told the user why; the platform will try again.
    return refuse('store_failed');
  }
  answer(response, 200, '');
  response.end();
}

/** The accounts whose own secret made this signature. One secret shared by several is checked once. */
function verifiedBy(accounts: readonly Account[], body: Buffer, signature: string | string[]): Account[] {
  const checked = new Map<string, boolean>();
  for (const { settings } of accounts) {
    if (!checked.has(settings.appSecret)) {
      checked.set(settings.appSecret, isSignatureValid(body, signature, settings.appSecret));
    }
  }
  return accounts.filter(({ settings }) => checked.get(settings.appSecret) === true);
}

function isLoopback({ socket }: IncomingMessage): boolean {
  const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  return address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address);
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
