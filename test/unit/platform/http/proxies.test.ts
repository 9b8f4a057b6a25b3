import { deepEqual, equal, match } from 'node:assert/strict';
import { once } from 'node:events';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { InputError, NoAnswerError } from '../../../../src/platform/errors';
import { createHttpClient, type HttpClient } from '../../../../src/platform/http/client';
import { toBaseUrl, toHttpSettings } from '../../../../src/platform/http/settings';
import { SELF_SIGNED } from '../../simulator/support/self-signed';
import { failureOf } from '../failure';
import { cleanUp, freeAddress, onCleanUp, serve } from '../loopback';
import { startProxy, withProxies } from './proxy';

/** A client for a host that is not known to be this machine, so that proxies are used. */
function clientFor(baseUrl: string): HttpClient {
  const settings = toHttpSettings(toBaseUrl(baseUrl, ''), '', {});
  const client = createHttpClient({ ...settings, isLoopback: false, ca: SELF_SIGNED.cert });
  onCleanUp(() => client.close());
  return client;
}

const ask = (client: HttpClient) =>
  client.request({
    method: 'POST',
    path: 'messages',
    headers: { Authorization: 'Bearer t' },
    body: '{}',
    repeatable: false,
  });

async function serveTls(): Promise<string> {
  const server = https.createServer(SELF_SIGNED, (request, response) =>
    request.resume().on('end', () => response.end('tls')),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onCleanUp(() => {
    server.closeAllConnections();
    server.close();
  });
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}

describe('proxies of the environment', () => {
  afterEach(cleanUp);

  for (const name of ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY']) {
    it(`${name}: https goes through a tunnel`, async () => {
      const target = await serveTls();
      const proxy = await startProxy();
      await withProxies({ [name]: proxy.url }, async () => {
        const client = clientFor(target);
        equal((await ask(client)).text, 'tls');
        equal((await ask(client)).text, 'tls');
      });
      const tunnels = [...new Set(proxy.asked)];
      deepEqual(tunnels, [`CONNECT ${new URL(target).host}`]);
    });
  }

  for (const name of ['http_proxy', 'HTTP_PROXY', 'all_proxy']) {
    it(`${name}: http is asked of the proxy`, async () => {
      const target = await serve((_request, response) => response.end('plain'));
      const proxy = await startProxy();
      const { port } = new URL(target.baseUrl);
      await withProxies({ [name]: proxy.url }, async () => {
        equal((await ask(clientFor(`http://graph.test:${port}`))).text, 'plain');
      });
      deepEqual(proxy.asked, [`POST http://graph.test:${port}/messages`]);
      equal(target.requests[0]?.headers.host, `graph.test:${port}`);
    });
  }

  it('the proxy for http is none for https', async () => {
    const target = await serveTls();
    const proxy = await startProxy();
    await withProxies({ http_proxy: proxy.url }, async () => {
      equal((await ask(clientFor(target))).text, 'tls');
    });
    deepEqual(proxy.asked, []);
  });

  for (const none of ['localhost', '*', 'example.com, localhost', '.test,localhost']) {
    for (const name of ['no_proxy', 'NO_PROXY']) {
      it(`${name}=${none}: not asked`, async () => {
        const target = await serveTls();
        const proxy = await startProxy();
        await withProxies({ https_proxy: proxy.url, [name]: none }, async () => {
          equal((await ask(clientFor(target))).text, 'tls');
        });
        deepEqual(proxy.asked, []);
      });
    }
  }

  it('an address without http:// is one', async () => {
    const target = await serveTls();
    const proxy = await startProxy();
    await withProxies({ https_proxy: new URL(proxy.url).host }, async () => {
      equal((await ask(clientFor(target))).text, 'tls');
    });
  });

  it('a user name and a password go to the proxy', async () => {
    const target = await serveTls();
    const proxy = await startProxy('ana:s%cret');
    await withProxies({ https_proxy: proxy.url.replace('//', '//ana:s%25cret@') }, async () => {
      equal((await ask(clientFor(target))).text, 'tls');
    });
  });

  it('a proxy that refuses to tunnel: nothing was sent, and the error says so without the password', async () => {
    const target = await serveTls();
    const proxy = await startProxy('ana:other');
    await withProxies({ https_proxy: proxy.url.replace('//', '//ana:opensesame-7@') }, async () => {
      const error = await failureOf(ask(clientFor(target)), NoAnswerError);
      deepEqual([error.code, error.ambiguous, error.retryable], ['proxy_refused', false, false]);
      match(error.message, /HTTP 407/);
    });
  });

  it('a proxy that refuses a plain request: nothing was done', async () => {
    const proxy = await startProxy('ana:other');
    await withProxies({ http_proxy: proxy.url }, async () => {
      const error = await failureOf(ask(clientFor('http://graph.test')), NoAnswerError);
      deepEqual([error.code, error.ambiguous], ['proxy_refused', false]);
    });
  });

  it('a proxy that is not there: nothing was sent', async () => {
    const address = await freeAddress();
    for (const [name, target] of [
      ['https_proxy', 'https://graph.test'],
      ['http_proxy', 'http://graph.test'],
    ] as const) {
      await withProxies({ [name]: address }, async () => {
        const error = await failureOf(ask(clientFor(target)), NoAnswerError);
        deepEqual([error.code, error.ambiguous, error.retryable], ['platform_unreachable', false, true]);
        match(error.message, /ECONNREFUSED/);
      });
    }
  });

  it('a certificate that nobody vouches for is not trusted through a tunnel either', async () => {
    const target = await serveTls();
    const proxy = await startProxy();
    await withProxies({ https_proxy: proxy.url }, async () => {
      const settings = toHttpSettings(toBaseUrl(target, ''), '', {});
      const client = createHttpClient({ ...settings, isLoopback: false });
      onCleanUp(() => client.close());
      const error = await failureOf(ask(client), NoAnswerError);
      deepEqual([error.code, error.ambiguous], ['connection_not_trusted', false]);
    });
  });

  for (const proxy of ['http://', 'ftp://proxy.test', 'http://a b']) {
    it(`"${proxy}" is refused`, async () => {
      await withProxies({ https_proxy: proxy }, async () => {
        equal((await failureOf(ask(clientFor('https://graph.test')), InputError)).code, 'proxy_invalid');
      });
    });
  }
});
