import type { Account } from '../account';
import { WhatsAppError } from '../platform/errors';
import { authenticate } from './authenticate';
import { answerChallenge } from './challenge';
import type { Intake } from './intake';
import { type ParsedWebhook, parseWebhook } from './parse';
import { REFUSALS, type RefusalReason } from './refusal';
import type { SelfTests } from './self-test/self-tests';
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
  /** Those under way: what they send reaches neither the intake nor `onRefused`. */
  selfTests?: SelfTests;
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
export async function answerWebhook(received: WebhookRequest, options: AnswerOptions): Promise<WebhookAnswer> {
  const arrivedAt = performance.now();
  const accounts = options.accounts();
  const guest = options.selfTests?.receive(received, accounts);
  const request = guest?.request ?? received;
  const refuse = (reason: RefusalReason): WebhookAnswer => {
    if (guest === undefined) options.onRefused(reason);
    else guest.refused(reason);
    return { status: REFUSALS[reason].status, body: REFUSALS[reason].answer, reason };
  };

  if (request.certificate !== undefined && request.certificate !== 'accepted') return refuse(request.certificate);
  if (request.method === 'GET') {
    // The handshake belongs to the API that signs, which calls the address itself.
    if (request.below !== undefined) return refuse('no_challenge');
    const query = request.query();
    const echo = guest?.answerHandshake(query);
    if (echo !== undefined) return { status: 200, body: echo };
    const tokens = accounts.map(({ settings }) => settings.verifyToken);
    const challenge = answerChallenge(query, tokens);
    return challenge.status === 200 ? { status: 200, body: challenge.body } : refuse(challenge.reason);
  }
  if (request.method !== 'POST') return refuse('wrong_method');

  // Before its body takes room: what waits already takes enough.
  if (options.intake.isFull) return refuse('too_much_waiting');
  const authenticated = await authenticate(request, accounts, options.bodyLimit());
  if (!authenticated.ok) return refuse(authenticated.reason);
  const webhook: ParsedWebhook = parseWebhook(authenticated.body);
  if (!webhook.ok) return refuse(webhook.reason);
  const { body, accounts: senders } = authenticated;
  if (options.selfTests?.isDelivery(webhook.body, body, senders)) return { status: 200, body: '' };
  try {
    await options.intake.accept(body, webhook.body, senders);
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
