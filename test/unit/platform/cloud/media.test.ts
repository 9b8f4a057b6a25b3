import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { mayHaveToken } from '../../../../src/platform/cloud/media-host';
import { NoAnswerError, PlatformError, WhatsAppError } from '../../../../src/platform/errors';
import { parseForm } from '../../../../src/simulator/http/multipart';
import { failureOf } from '../failure';
import { answerJson, cleanUp, type Loopback, serve } from '../loopback';
import { PHONE_NUMBER_ID, platformAt, TOKEN } from './cloud-platform';

const FILE = Buffer.from('the bytes of a picture');
const HEX = createHash('sha256').update(FILE).digest('hex');

/** A platform that has one file; `info` and `content` say what is different. */
async function mediaServer(
  info: (baseUrl: string) => object = () => ({}),
  content: (response: ServerResponse) => void = (response) => response.end(FILE),
): Promise<Loopback> {
  const server = await serve(({ path }, response) => {
    if (path === '/file?x=1') return content(response);
    const usual = { url: `${server.baseUrl}/file?x=1`, mime_type: 'image/jpeg', sha256: HEX, file_size: FILE.length };
    answerJson(response, 200, { ...usual, id: '7', ...info(server.baseUrl) });
  });
  return server;
}

async function download(baseUrl: string, maxBytes = 1_000): Promise<{ content: Buffer; size: number }> {
  const pieces: Buffer[] = [];
  const { size } = await platformAt(baseUrl).downloadMedia('7', (piece) => void pieces.push(piece), maxBytes);
  return { content: Buffer.concat(pieces), size };
}

const refusal = (baseUrl: string, maxBytes?: number) => failureOf(download(baseUrl, maxBytes), PlatformError);

describe('media of the Cloud API', () => {
  afterEach(cleanUp);

  for (const [what, content, size] of [
    ['a Buffer', FILE, FILE.length],
    ['a stream of known length', Readable.from([FILE.subarray(0, 5), FILE.subarray(5)]), FILE.length],
    ['a stream of unknown length', Readable.from([FILE]), undefined],
  ] as const) {
    it(`uploads ${what} as a form`, async () => {
      const { baseUrl, requests } = await serve((_request, response) => answerJson(response, 200, { id: '7' }));
      const upload = {
        content,
        mimeType: 'image/jpeg',
        filename: 'a "b"\r\n.jpg',
        ...(size === undefined ? {} : { size }),
      };
      equal(await platformAt(baseUrl).uploadMedia(upload), '7');
      const [request] = requests;
      equal(request?.path, `/v25.0/${PHONE_NUMBER_ID}/media`);
      equal(request?.headers.authorization, `Bearer ${TOKEN}`);
      equal(request?.headers['transfer-encoding'], size === undefined ? 'chunked' : undefined);
      const form = parseForm(Buffer.from(request?.body ?? ''), request?.headers['content-type'] ?? '');
      deepEqual(form, {
        fields: [
          { name: 'messaging_product', value: 'whatsapp' },
          { name: 'type', value: 'image/jpeg' },
        ],
        files: [{ name: 'file', type: 'image/jpeg', content: FILE }],
      });
    });
  }

  it('an upload that fails for the file says so, and closes it', async () => {
    const { baseUrl } = await serve((_request, response) => answerJson(response, 200, { id: '7' }));
    const broken = new WhatsAppError('file_gone', 'x', { retryable: false, advice: 'y' });
    const content = new Readable({ read() {} });
    content.push('a');
    setImmediate(() => content.destroy(broken));
    const upload = { content, mimeType: 'image/jpeg', filename: 'x' };
    await rejects(platformAt(baseUrl).uploadMedia(upload), (error) => error === broken);
  });

  it('an upload that is refused closes the file', async () => {
    const { baseUrl } = await serve((_request, response) => answerJson(response, 400, { error: { code: 131053 } }));
    const content = Readable.from([FILE]);
    const upload = { content, mimeType: 'image/jpeg', filename: 'x' };
    equal((await failureOf(platformAt(baseUrl).uploadMedia(upload), PlatformError)).code, 'media_error');
    ok(content.destroyed);
  });

  it('tells what a media ID is, whatever form the size has, and names no number: customers upload on none', async () => {
    const server = await mediaServer(() => ({ file_size: String(FILE.length) }));
    deepEqual(await platformAt(server.baseUrl).mediaInfo('7'), {
      id: '7',
      url: `${server.baseUrl}/file?x=1`,
      mimeType: 'image/jpeg',
      size: FILE.length,
      sha256: HEX,
    });
    equal(server.requests[0]?.path, '/v25.0/7');
  });

  it('deletes', async () => {
    const { baseUrl, requests } = await serve((_request, response) => answerJson(response, 200, { success: true }));
    await platformAt(baseUrl).deleteMedia('7');
    deepEqual([requests[0]?.method, requests[0]?.path], ['DELETE', '/v25.0/7']);
  });

  it('an ID that leads nowhere is explained as media, not as a number', async () => {
    const { baseUrl } = await serve((_request, response) =>
      answerJson(response, 400, { error: { code: 100, error_subcode: 33, message: 'Unsupported get request' } }),
    );
    for (const asked of [platformAt(baseUrl).mediaInfo('7'), platformAt(baseUrl).deleteMedia('7'), download(baseUrl)]) {
      const error = await failureOf(asked, PlatformError);
      deepEqual([error.code, error.cause.platformCode], ['media_not_found', 100]);
      match(error.advice, /7 days/);
    }
  });

  for (const sha256 of [HEX, HEX.toUpperCase(), Buffer.from(HEX, 'hex').toString('base64'), undefined]) {
    it(`downloads with the token what has the hash ${sha256}`, async () => {
      const server = await mediaServer(() => ({ sha256 }));
      deepEqual(await download(server.baseUrl), { content: FILE, size: FILE.length });
      equal(server.requests[1]?.headers.authorization, `Bearer ${TOKEN}`);
    });
  }

  it('refuses what has another hash, or another length', async () => {
    const other = await mediaServer(() => ({ sha256: 'a'.repeat(64) }));
    equal((await refusal(other.baseUrl)).code, 'media_damaged');
    const short = await mediaServer(() => ({ file_size: FILE.length + 1, sha256: undefined }));
    equal((await refusal(short.baseUrl)).code, 'media_damaged');
  });

  it('refuses what is too large before it comes, and ends what turns out to be', async () => {
    const said = await mediaServer(() => ({ file_size: 5_000 }));
    equal((await refusal(said.baseUrl)).code, 'media_too_large');
    equal(said.requests.length, 1);
    let isGone = false;
    const endless = await mediaServer(
      () => ({ file_size: 5 }),
      (response) => {
        const timer = setInterval(() => response.write('x'.repeat(500)), 1);
        response.on('close', () => {
          isGone = true;
          clearInterval(timer);
        });
      },
    );
    equal((await refusal(endless.baseUrl)).code, 'media_too_large');
    while (!isGone) await new Promise((resolve) => setImmediate(resolve));
  });

  for (const address of [
    'http://127.0.0.1:9/file',
    'https://10.0.0.1/file',
    'http://169.254.169.254/latest/meta-data',
    'https://fbsbx.com.example.com/file',
    'https://notfbsbx.com/file',
    'http://lookaside.fbsbx.com/file',
    'https://lookaside.fbsbx.com:8443/file',
    'https://user:word@lookaside.fbsbx.com/file',
    'file:///etc/passwd',
  ]) {
    it(`sends the token never to ${address}`, async () => {
      const { baseUrl, requests } = await mediaServer(() => ({ url: address }));
      equal((await refusal(baseUrl)).code, 'media_address_refused');
      equal(requests.length, 1);
    });
  }

  it('sends it to the file servers of the platform, and to the server of the account', () => {
    const root = 'https://graph.example/v25.0';
    const allowed = ['https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=7', 'https://graph.example/media'];
    for (const url of allowed) ok(mayHaveToken(new URL(url), root), url);
    for (const url of ['http://graph.example/media', 'https://graph.example:444/media']) {
      ok(!mayHaveToken(new URL(url), root), url);
    }
  });

  it('follows no redirect', async () => {
    const elsewhere = await serve((_request, response) => response.end(FILE));
    const server = await mediaServer(
      () => ({}),
      (response) => response.writeHead(302, { Location: elsewhere.baseUrl }).end(),
    );
    equal((await failureOf(download(server.baseUrl), NoAnswerError)).code, 'redirect_refused');
    equal(elsewhere.connections(), 0);
  });

  for (const [what, answer, code] of [
    ['it is gone', (response: ServerResponse) => response.writeHead(404).end(), 'media_not_found'],
    ['a web page', (response: ServerResponse) => response.writeHead(403).end('<html>'), 'unusable_answer'],
    [
      'an error of the platform',
      (response: ServerResponse) => answerJson(response, 401, { error: { code: 190, message: `token ${TOKEN}` } }),
      'auth_failed',
    ],
    [
      'it breaks off',
      (response: ServerResponse) => {
        response.writeHead(200, { 'Content-Length': FILE.length });
        response.write('the', () => response.socket?.destroy());
      },
      'no_answer',
    ],
  ] as const) {
    it(`tells when ${what}`, async () => {
      const { baseUrl } = await mediaServer(() => ({}), answer);
      equal((await failureOf(download(baseUrl), WhatsAppError)).code, code);
    });
  }

  it('ends with the account', async () => {
    const server = await mediaServer(
      () => ({}),
      (response) => {
        response.writeHead(200, { 'Content-Length': FILE.length });
        response.write('the');
      },
    );
    const platform = platformAt(server.baseUrl);
    const downloading = platform.downloadMedia('7', () => platform.close(), 1_000);
    equal((await failureOf(downloading, NoAnswerError)).code, 'account_closed');
  });

  it('hands on what the sink says', async () => {
    const { baseUrl } = await mediaServer();
    const full = new WhatsAppError('file_unwritable', 'x', { retryable: true, advice: 'y' });
    const downloading = platformAt(baseUrl).downloadMedia('7', () => Promise.reject(full), 1_000);
    await rejects(downloading, (error) => error === full);
  });
});
