import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import zlib from 'node:zlib';
import { InputError, NoAnswerError } from '../../../../src/platform/errors';
import { failureOf } from '../failure';
import { answerJson, cleanUp, freeAddress, serve, serveSockets } from '../loopback';
import { ACCEPTED, MESSAGE, platformAt } from './cloud-platform';

const HUGE = JSON.stringify({ ...ACCEPTED, more: 'x'.repeat(3_000_000) });
const WEB_PAGE = '<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>';

const ofNote = (error: NoAnswerError) => ({ code: error.code, ambiguous: error.ambiguous, retryable: error.retryable });
const NOT_SENT = { code: 'platform_unreachable', ambiguous: false, retryable: true };
const UNKNOWN = { code: 'unknown_outcome', ambiguous: true, retryable: false };

async function failureAt(baseUrl: string, options = {}): Promise<NoAnswerError> {
  return failureOf(platformAt(baseUrl, options).sendMessage(MESSAGE), NoAnswerError);
}

async function failureAfter(answer: (response: ServerResponse) => void, options = {}): Promise<NoAnswerError> {
  const { baseUrl } = await serve((_request, response) => answer(response));
  return failureAt(baseUrl, options);
}

describe('no answer of the platform', () => {
  afterEach(cleanUp);

  describe('nothing was sent', () => {
    it('connection refused', async () => {
      const error = await failureAt(await freeAddress());
      deepEqual(ofNote(error), NOT_SENT);
      match(error.message, /ECONNREFUSED/);
      deepEqual(error.cause, { retryable: true, advice: error.advice, ambiguous: false });
    });

    it('a host that does not exist', async () => {
      deepEqual(ofNote(await failureAt('http://graph.invalid')), NOT_SENT);
    });

    it('a connection that does not come about in time', async () => {
      // TLS with a server that accepts the connection and then says nothing.
      const { baseUrl } = await serveSockets(() => undefined);
      const error = await failureAt(baseUrl.replace('http:', 'https:'), { connectTimeoutMs: 50 });
      deepEqual(ofNote(error), NOT_SENT);
      match(error.message, /in time/);
    });

    it('a connection reset as soon as it was accepted counts as sent only if the request could be written', async () => {
      const { baseUrl } = await serveSockets((socket) => socket.resetAndDestroy());
      const note = ofNote(await failureAt(baseUrl));
      // Which of the two it is depends on how far the handshake got; both are true to what was sent.
      deepEqual(note, note.ambiguous ? UNKNOWN : NOT_SENT);
    });

    it('a server that does not speak TLS', async () => {
      const { baseUrl } = await serve((_request, response) => response.end());
      const error = await failureAt(baseUrl.replace('http:', 'https:'));
      deepEqual(ofNote(error), { code: 'connection_not_trusted', ambiguous: false, retryable: false });
    });

    it('a request that waited for a free connection until its time was over', async () => {
      const { baseUrl, requests } = await serve(() => undefined);
      const platform = platformAt(baseUrl, { maxConnections: 1, timeoutMs: 300 });
      const first = failureOf(platform.sendMessage(MESSAGE), NoAnswerError);
      const second = failureOf(platform.sendMessage(MESSAGE), NoAnswerError);
      deepEqual(ofNote(await first), UNKNOWN);
      deepEqual(ofNote(await second), NOT_SENT);
      equal(requests.length, 1);
    });
  });

  describe('the platform may have acted', () => {
    it('no answer in time', async () => {
      const error = await failureAfter(() => undefined, { timeoutMs: 200 });
      deepEqual(ofNote(error), UNKNOWN);
      equal(error.cause.ambiguous, true);
      match(error.advice, /status/);
    });

    it('an answer that drips and never ends', async () => {
      const drips: NodeJS.Timeout[] = [];
      try {
        const error = await failureAfter(
          (response) => {
            response.writeHead(200, { 'Content-Type': 'application/json' });
            drips.push(setInterval(() => response.write(' '), 5));
          },
          { timeoutMs: 200 },
        );
        deepEqual(ofNote(error), UNKNOWN);
      } finally {
        drips.forEach(clearInterval);
      }
    });

    it('a reset after the request was read', async () => {
      const error = await failureAfter((response) => response.socket?.resetAndDestroy());
      deepEqual(ofNote(error), UNKNOWN);
      match(error.message, /ECONNRESET/);
    });

    it('a reset in the middle of the request', async () => {
      const { baseUrl } = await serveSockets((socket) => socket.once('data', () => socket.resetAndDestroy()));
      const message = { ...MESSAGE, more: 'x'.repeat(5_000_000) };
      deepEqual(ofNote(await failureOf(platformAt(baseUrl).sendMessage(message), NoAnswerError)), UNKNOWN);
    });

    it('an answer that breaks off', async () => {
      const error = await failureAfter((response) => {
        response.writeHead(200, { 'Content-Length': 500 });
        response.write('{"messages":', () => response.socket?.destroy());
      });
      deepEqual(ofNote(error), UNKNOWN);
    });

    it('an answer that is not HTTP', async () => {
      const { baseUrl } = await serveSockets((socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH\r\n')));
      deepEqual(ofNote(await failureAt(baseUrl)), UNKNOWN);
    });

    for (const [what, form, status, type, body] of [
      ['a web page with 502', /a web page/, 502, 'text/html', WEB_PAGE],
      ['a web page with 200', /a web page/, 200, 'text/html', WEB_PAGE],
      ['an empty answer with 200', /an empty body/, 200, 'application/json', ''],
      ['an empty answer with 500', /an empty body/, 500, 'text/plain', ''],
      ['plain text', /not JSON/, 200, 'text/plain', 'OK'],
      ['JSON cut short', /not JSON/, 200, 'application/json', '{"messages":[{"id":"wamid'],
      ['JSON null', /another form/, 200, 'application/json', 'null'],
      ['a JSON list', /another form/, 200, 'application/json', '[]'],
      [
        "a proxy's own JSON error",
        /another form/,
        503,
        'application/json',
        '{"meta":{"httpCode":503,"success":false}}',
      ],
      ['an error without a code', /another form/, 500, 'application/json', '{"error":"internal"}'],
      ['success without a message ID', /no message ID/, 200, 'application/json', '{"success":true}'],
      ['no messages', /no message ID/, 200, 'application/json', '{"messages":[]}'],
      ['an ID that is no text', /no message ID/, 200, 'application/json', '{"messages":[{"id":5}]}'],
    ] as const) {
      it(what, async () => {
        const error = await failureAfter((response) => response.writeHead(status, { 'Content-Type': type }).end(body));
        deepEqual(ofNote(error), UNKNOWN);
        equal(error.cause.httpStatus, status);
        match(error.message, form);
      });
    }

    it('a huge answer', async () => {
      const error = await failureAfter((response) => response.end(HUGE));
      deepEqual(ofNote(error), UNKNOWN);
      match(error.message, /too large/);
    });

    it('a huge answer that is packed, though nobody asked for that: it stays packed', async () => {
      const error = await failureAfter((response) =>
        response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(zlib.gzipSync(HUGE)),
      );
      deepEqual(ofNote(error), UNKNOWN);
      match(error.message, /not JSON/);
    });
  });

  describe('something in between refused', () => {
    for (const [status, retryable] of [
      [403, false],
      [404, false],
      [407, false],
      [429, true],
    ] as const) {
      it(`a web page with ${status}`, async () => {
        const error = await failureAfter((response) => response.writeHead(status).end(WEB_PAGE));
        deepEqual(ofNote(error), { code: 'unusable_answer', ambiguous: false, retryable });
        equal(error.cause.httpStatus, status);
      });
    }

    it('a page that repeats the request is not repeated', async () => {
      const { baseUrl } = await serve(({ headers, body }, response) =>
        response.writeHead(403).end(`${JSON.stringify(headers)} ${body}`),
      );
      equal((await failureAt(baseUrl)).code, 'unusable_answer');
    });
  });

  for (const [status, ambiguous] of [
    [301, false],
    [302, true],
    [303, true],
    [307, false],
    [308, false],
  ] as const) {
    it(`a redirect with ${status} is not followed, so the token goes nowhere`, async () => {
      const elsewhere = await serve((_request, response) => answerJson(response, 200, ACCEPTED));
      const error = await failureAfter((response) =>
        response.writeHead(status, { Location: `${elsewhere.baseUrl}/x` }).end(),
      );
      const code = ambiguous ? 'unknown_outcome' : 'redirect_refused';
      deepEqual(ofNote(error), { code, ambiguous, retryable: false });
      match(error.message, /redirects elsewhere/);
      equal(elsewhere.connections(), 0);
    });
  }

  describe('close', () => {
    it('gives up what is under way, and takes nothing more', async () => {
      const { baseUrl, requests } = await serve(() => platform.close());
      const platform = platformAt(baseUrl);
      deepEqual(ofNote(await failureOf(platform.sendMessage(MESSAGE), NoAnswerError)), UNKNOWN);
      const later = await failureOf(platform.sendMessage(MESSAGE), NoAnswerError);
      deepEqual(ofNote(later), { code: 'account_closed', ambiguous: false, retryable: true });
      equal(requests.length, 1);
    });

    it('closes kept connections', async () => {
      const sockets: Socket[] = [];
      const { baseUrl } = await serve((_request, response) => {
        if (response.socket !== null) sockets.push(response.socket);
        answerJson(response, 200, ACCEPTED);
      });
      const platform = platformAt(baseUrl);
      await platform.sendMessage(MESSAGE);
      const [socket] = sockets;
      ok(socket !== undefined && !socket.destroyed);
      const closed = once(socket, 'close');
      platform.close();
      await closed;
    });
  });

  it('works on after every kind of failure', async () => {
    const answers: ((response: ServerResponse) => void)[] = [
      (response) => response.socket?.resetAndDestroy(),
      (response) => response.writeHead(502).end(WEB_PAGE),
      (response) => answerJson(response, 400, { error: { code: 100 } }),
      () => undefined,
    ];
    const { baseUrl } = await serve((_request, response) =>
      (answers.shift() ?? ((r) => answerJson(r, 200, ACCEPTED)))(response),
    );
    const platform = platformAt(baseUrl, { timeoutMs: 300 });
    for (let left = answers.length; left > 0; left--) await platform.sendMessage(MESSAGE).catch(() => undefined);
    equal((await platform.sendMessage(MESSAGE)).id, 'wamid.HBgL');
  });

  it('refuses a message that is no JSON before anything is sent', async () => {
    const { baseUrl, connections } = await serve((_request, response) => answerJson(response, 200, ACCEPTED));
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    for (const text of [cyclic, { body: 1n }]) {
      const error = await failureOf(platformAt(baseUrl).sendMessage({ ...MESSAGE, text }), InputError);
      equal(error.code, 'message_not_json');
    }
    equal(connections(), 0);
  });
});
