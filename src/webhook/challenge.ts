import { isSameSecret } from './same-secret';

/** What to answer the platform's verification request with, always as plain text. */
export type ChallengeAnswer =
  | { status: 200; body: string }
  | { status: 400 | 403; body: string; reason: 'no_challenge' | 'no_verify_token' | 'wrong_verify_token' };

/**
 * Answers the handshake by which the platform makes sure that a callback URL is ours (facts, section 6): a GET with
 * `hub.mode=subscribe`, `hub.verify_token` and `hub.challenge`, which is to be given back untouched.
 *
 * The challenge is text from outside: serve it as `text/plain`, never as HTML.
 *
 * @param verifyTokens those of all accounts behind this URL; empty ones never match
 */
export function answerChallenge(query: URLSearchParams, verifyTokens: readonly string[]): ChallengeAnswer {
  const token = only(query, 'hub.verify_token');
  const challenge = only(query, 'hub.challenge');
  if (only(query, 'hub.mode') !== 'subscribe' || token === undefined || challenge === undefined) {
    return {
      status: 400,
      body: 'This address takes WhatsApp webhooks. A verification needs hub.mode=subscribe, hub.verify_token and hub.challenge.',
      reason: 'no_challenge',
    };
  }
  const configured = verifyTokens.filter((expected) => expected !== '');
  if (configured.length === 0) {
    return { status: 403, body: 'No verify token is configured.', reason: 'no_verify_token' };
  }
  // Every token is compared, so that the time does not tell which one matched.
  const matches = configured.filter((expected) => isSameSecret(token, expected));
  if (matches.length === 0) {
    return { status: 403, body: 'The verify token is wrong.', reason: 'wrong_verify_token' };
  }
  return { status: 200, body: challenge };
}

function only(query: URLSearchParams, name: string): string | undefined {
  const values = query.getAll(name);
  return values.length === 1 && values[0] !== '' ? values[0] : undefined;
}
