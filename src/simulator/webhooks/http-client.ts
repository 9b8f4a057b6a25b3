import http from 'node:http';
import https from 'node:https';
import type { Clock } from '../clock';
import { isLoopback } from '../http/loopback';

export interface WebhookRequest {
  method: 'GET' | 'POST';
  url: URL;
  headers: Record<string, string>;
  body?: Buffer;
  signal: AbortSignal;
}

export interface WebhookAnswer {
  status: number;
  /** At most the first 64 KiB. */
  body: string;
}

/** What the platform calls the business with. Redirects are not followed. */
export interface HttpClient {
  /** @throws when no answer came in time, or at all */
  request(request: WebhookRequest): Promise<WebhookAnswer>;
  close(): void;
}

const BODY_LIMIT = 64 * 1024;

export function createHttpClient(clock: Clock, timeoutMs: number): HttpClient {
  const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) };

  function attempt({ url, method, headers, body, signal }: WebhookRequest): Promise<WebhookAnswer | 'stale'> {
    return new Promise((resolve, reject) => {
      const isTls = url.protocol === 'https:';
      // Certificates of servers on this machine are self-signed as a rule, and there is no one in between.
      const tls = isTls ? { rejectUnauthorized: !isLoopback(url.hostname) } : {};
      const agent = agents[isTls ? 'https:' : 'http:'];
      const request = (isTls ? https : http).request(url, { method, headers, agent, signal, ...tls });
      const cancel = clock.setTimeout(() => request.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
      request.on('response', (response) => {
        readStart(response).then((text) => resolve({ status: response.statusCode ?? 0, body: text }), reject);
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        // The receiver closed an idle connection just as it was taken up again.
        if (request.reusedSocket && error.code === 'ECONNRESET') resolve('stale');
        else reject(error);
      });
      request.on('close', cancel);
      request.end(body);
    });
  }

  return {
    async request(request) {
      for (;;) {
        const answer = await attempt(request);
        if (answer !== 'stale') return answer;
      }
    },
    close() {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

async function readStart(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > BODY_LIMIT) break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, BODY_LIMIT);
}
