import type { Clock } from '../clock';
import type { HandshakeEntry, Timeline } from '../timeline';
import type { BusinessNumber } from '../world/business-number';
import { describeFailure } from './describe-failure';
import type { HttpClient } from './http-client';
import { toPublicUrl } from './target';

/** What came of asking a webhook URL to prove that it knows the verify token. */
export interface Handshake {
  verified: boolean;
  /** HTTP status, where an answer came. */
  status?: number;
  /** Why it was not verified. */
  reason?: string;
}

export interface HandshakeContext {
  number: BusinessNumber;
  url: URL;
  challenge: string;
  signal: AbortSignal;
  client: HttpClient;
  clock: Clock;
  timeline: Timeline;
}

/** Asks once, and records it: facts, section 6, "Verification GET". */
export async function shakeHands(context: HandshakeContext): Promise<Handshake> {
  const { number, url, clock, timeline } = context;
  const at = new Date(clock.now()).toISOString();
  const handshake = await ask(context);
  const entry = {
    kind: 'handshake',
    at,
    phoneNumberId: number.phoneNumberId,
    url: toPublicUrl(url.href),
    ...handshake,
  } as const;
  timeline.add<HandshakeEntry>(entry);
  return handshake;
}

async function ask({ number, url, challenge, signal, client }: HandshakeContext): Promise<Handshake> {
  const asked = new URL(url);
  asked.searchParams.set('hub.mode', 'subscribe');
  asked.searchParams.set('hub.challenge', challenge);
  asked.searchParams.set('hub.verify_token', number.verifyToken);
  try {
    const { status, body } = await client.request({ method: 'GET', url: asked, headers: {}, signal });
    if (status !== 200) return { verified: false, status, reason: `answered ${status} instead of 200` };
    if (body !== challenge) return { verified: false, status, reason: 'the body of the answer is not the challenge' };
    return { verified: true, status };
  } catch (error) {
    return { verified: false, reason: describeFailure(error) };
  }
}
