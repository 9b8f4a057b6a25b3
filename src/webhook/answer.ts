import type { Account } from '../account';
import { WhatsAppError } from '../platform/errors';
import { authenticate } from './authenticate';
import { answerChallenge } from './challenge';
import type { Intake } from './intake';
import { type ParsedWebhook, parseWebhook } from './parse';
import { REFUSALS, type RefusalReason } from './refusal';
import type { WebhookRequest } from './webhook-request';

export interface AnswerOptions {
  /** The accounts served at this address now; several may share an app secret, or each have their own. */
  accounts: () => readonly Account[];
  /** Bytes. */
  bodyLimit: () => number;
  intake: Intake;
  onRefused: (reason: RefusalReason) => void;
  /** A delivery is recorded, so many milliseconds after its request had come. */
  onAccepted?: (milliseconds: number) => void;
}

/** What is to be answered, as plain text. */
export interface WebhookAnswer {
  status: number;
  body: string;
  reason?: RefusalReason;
}

/**
 * Works out the answer to one request: the handshake, and deliveries from their bytes to the 200 (design, section 4).
 *
 * The order is the security of it: certificate, size, then signature over the raw bytes (or, where the API signs nothing,
 * what protects the address, and then the size), then JSON, then the store, then the answer.
 * Never rejects.
 */
export async function answerWebhook(request: WebhookRequest, options: AnswerOptions): Promise<WebhookAnswer> {
  const arrivedAt = performance.now();
  const accounts = options.accounts();
  const refuse = (reason: RefusalReason): WebhookAnswer => {
    options.onRefused(reason);
    return { status: REFUSALS[reason].status, body: REFUSALS[reason].answer, reason };
  };

  if (request.certificate !== undefined && request.certificate !== 'accepted') return refuse(request.certificate);
  if (request.method === 'GET') {
    // The handshake belongs to the API that signs, which calls the address itself.
    if (request.below !== undefined) return refuse('no_challenge');
    const tokens = accounts.map(({ settings }) => settings.verifyToken);
    const challenge = answerChallenge(request.query(), tokens);
    return challenge.status === 200 ? { status: 200, body: challenge.body } : refuse(challenge.reason);
  }
  if (request.method !== 'POST') return refuse('wrong_method');

  // Before its body takes room: what waits already takes enough.
  if (options.intake.isFull) return refuse('too_much_waiting');
  const authenticated = await authenticate(request, accounts, options.bodyLimit());
  if (!authenticated.ok) return refuse(authenticated.reason);
  const webhook: ParsedWebhook = parseWebhook(authenticated.body);
  if (!webhook.ok) return refuse(webhook.reason);
  try {
    await options.intake.accept(authenticated.body, webhook.body, authenticated.accounts);
  } catch (error) {
    // The intake has told the user why; the platform will try again.
    return refuse(error instanceof WhatsAppError && isOwnReason(error.code) ? error.code : 'store_failed');
  }
  options.onAccepted?.(performance.now() - arrivedAt);
  return { status: 200, body: '' };
}

/** The headers of an answer: what is in its body may come from outside, and must never be taken for a page. */
export function headersOf({ reason }: WebhookAnswer): Record<string, string> {
  return {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    ...(reason === 'wrong_method' ? { allow: 'GET, POST' } : {}),
    ...(reason === 'basic_auth_wrong' ? { 'www-authenticate': 'Basic realm="webhook"' } : {}),
  };
}

const isOwnReason = (code: string): code is 'not_served' | 'too_much_waiting' =>
  code === 'not_served' || code === 'too_much_waiting';
