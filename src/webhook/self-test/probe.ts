import type { Dispatcher } from 'undici';
import { createDispatcher } from '../../platform/http/dispatcher';
import { Exchange, type Outcome } from '../../platform/http/exchange';
import { toHttpSettings } from '../../platform/http/settings';
import type { ProbeResult } from './diagnose-errand';
import type { TestRequest } from './self-test';

/** Milliseconds. The platform waits for less. */
const LIMITS = { timeoutMs: 10_000, connectTimeoutMs: 8_000, maxConnections: 1, maxAnswerBytes: 65_536 };

const HEADERS = { accept: '*/*', 'user-agent': 'node-red-whatsapp-identity' };

/**
 * Makes one request of a self-test. No redirect is followed, and of what is answered nothing is kept but the status, and
 * whether it was the challenge. Never rejects.
 *
 * @param address whose path the request's own suffix follows
 * @param isOwn whether our own server listens there, whose certificate needs no check, and which no proxy leads to
 */
export async function probe(
  address: URL,
  { method, suffix, headers, body }: TestRequest,
  { isOwn, challenge }: { isOwn: boolean; challenge: string },
): Promise<ProbeResult> {
  const path = `${suffix.startsWith('/') ? address.pathname.replace(/\/$/, '') : address.pathname}${suffix}`;
  let dispatcher: Dispatcher | undefined;
  try {
    dispatcher = isOwn ? openOwn() : createDispatcher(toHttpSettings(address, '', LIMITS));
    const exchange = new Exchange(LIMITS);
    const { origin } = address;
    dispatcher.dispatch({ origin, path, method, headers: { ...HEADERS, ...headers }, body: body ?? null }, exchange);
    return toResult(await exchange.outcome, challenge);
  } catch (error) {
    // The proxy of the environment is none.
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { type: 'failure', code };
  } finally {
    dispatcher?.destroy().catch(() => undefined);
  }
}

function openOwn(): Dispatcher {
  const { Agent } = require('undici') as typeof import('undici');
  return new Agent({ connect: { rejectUnauthorized: false, timeout: LIMITS.connectTimeoutMs } });
}

function toResult(outcome: Outcome, challenge: string): ProbeResult {
  if ('answer' in outcome) {
    const { status, text } = outcome.answer;
    return { type: 'answer', status, isEcho: text === challenge };
  }
  const { trouble } = outcome;
  if (trouble.what === 'proxy') return { type: 'failure', code: 'proxy_refused' };
  if (trouble.what === 'stopped') return { type: 'failure', code: trouble.reason };
  // Longer than any answer of ours.
  if (trouble.what !== 'connection') return { type: 'answer', status: 0, isEcho: false };
  return { type: 'failure', code: trouble.systemCode ?? '' };
}
