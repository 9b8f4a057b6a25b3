import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { SIGNATURE_HEADER } from '../../../src/webhook/sign';
import type { Webhook } from './deliveries';

/** What a sender has seen. */
export interface SenderFigures {
  /** Webhooks answered with 200. */
  acknowledged: number;
  /** Attempts that ended without an answer, or with another one. */
  failed: number;
  /** Answers by status. */
  answers: Record<number, number>;
}

/**
 * Delivers webhooks as the platform does: again and again, until each was answered with 200. It remembers the events that
 * were.
 */
export class RetryingSender {
  readonly acknowledged = new Set<string>();
  readonly figures: SenderFigures = { acknowledged: 0, failed: 0, answers: {} };
  readonly #port: () => number;
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

  constructor(port: () => number) {
    this.#port = port;
  }

  /** Resolves when it was answered with 200. */
  async deliver(webhook: Webhook): Promise<void> {
    while (!(await this.attempt(webhook))) await delay(10 + Math.random() * 40);
  }

  /** One attempt; tells whether the answer was 200. */
  async attempt(webhook: Webhook): Promise<boolean> {
    const status = await this.#post(webhook).catch(() => undefined);
    if (status !== undefined) this.figures.answers[status] = (this.figures.answers[status] ?? 0) + 1;
    if (status !== 200) {
      this.figures.failed += 1;
      return false;
    }
    this.figures.acknowledged += 1;
    for (const id of webhook.ids) this.acknowledged.add(id);
    return true;
  }

  close(): void {
    this.#agent.destroy();
  }

  #post({ body, signature }: Webhook): Promise<number> {
    return new Promise((resolve, reject) => {
      const headers = { [SIGNATURE_HEADER]: signature, 'content-type': 'application/json' };
      const options = { host: '127.0.0.1', port: this.#port(), path: '/webhook', method: 'POST', headers };
      const request = http.request({ ...options, agent: this.#agent, timeout: 10_000 }, (response) => {
        response.on('error', reject).on('end', () => resolve(response.statusCode ?? 0));
        response.resume();
      });
      request.on('error', reject).on('timeout', () => request.destroy(new Error('no answer')));
      request.end(body);
    });
  }
}
