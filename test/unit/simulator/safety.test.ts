import { deepEqual, equal, match, rejects, throws } from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { createSimulator } from '../../../src/simulator/simulator';
import { afterwards, cleanUp, setStage } from './support/stage';

/** A request whose every header is the test's. */
async function request(
  url: string,
  headers: Record<string, string>,
  body = '',
): Promise<{ status: number; body: string }> {
  const sent = http.request(url, { method: body === '' ? 'GET' : 'POST', headers });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [http.IncomingMessage];
  return { status: response.statusCode ?? 0, body: await text(response) };
}

describe('the safety of the simulator', () => {
  afterEach(cleanUp);

  it('listens on loopback only', async () => {
    const { simulator } = await setStage();
    const { hostname, port } = new URL(simulator.url);
    equal(hostname, '127.0.0.1');
    for (const host of ['0.0.0.0', '::', 'example.com', '192.168.0.1']) {
      throws(() => createSimulator({ host }), { code: 'host_not_loopback' });
    }
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address?.family === 'IPv4' && !address.internal);
    if (outside) {
      const socket = net.connect(Number(port), outside.address);
      const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
      equal(error.code, 'ECONNREFUSED');
    }
  });

  it('answers only to its own address in the Host header', async () => {
    const { simulator, number } = await setStage();
    const { port } = new URL(simulator.url);
    const url = `${simulator.url}/v25.0/${number.phoneNumberId}`;
    const authorization = `Bearer ${number.accessToken}`;
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`]) {
      equal((await request(url, { host, authorization })).status, 200, host);
    }
    const foreign = ['example.com', `example.com:${port}`, '127.0.0.1', '127.0.0.1:1', `127.0.0.1.example.com:${port}`];
    for (const host of [...foreign, `x@127.0.0.1:${port}`, `localhost.example.com:${port}`]) {
      const answer = await request(url, { host, authorization });
      equal(answer.status, 403, host);
      equal(JSON.parse(answer.body).error.code, 'forbidden');
    }
    const nameless = net.connect(Number(port), '127.0.0.1');
    nameless.end(`GET /${number.phoneNumberId}?access_token=${number.accessToken} HTTP/1.0\r\n\r\n`);
    match(await text(nameless), /^HTTP\/1\.1 403 /);
  });

  it('refuses requests of pages from elsewhere', async () => {
    const { simulator, control, number, graph } = await setStage();
    for (const origin of [
      'https://example.com',
      'null',
      'http://127.0.0.1.example.com',
      'http://localhost:80.example.com',
    ]) {
      equal((await control('GET', '/state', undefined, { origin })).status, 403, origin);
      equal((await graph('GET', '', undefined, { origin })).status, 403, origin);
    }
    for (const origin of ['http://localhost:1880', 'http://127.0.0.1', simulator.url]) {
      equal((await control('GET', '/state', undefined, { origin })).status, 200, origin);
    }
    equal(number.identityCheck, false);
  });

  it('needs the control token for every control call', async () => {
    const { simulator, number } = await setStage();
    const paths = [
      '/control',
      '/control/',
      '/control/state',
      '/control/timeline',
      '/control/nothing',
      '/control/customers/+1/read',
    ];
    for (const path of paths) {
      for (const authorization of [
        '',
        'Bearer',
        'Bearer wrong',
        `Bearer ${number.accessToken}`,
        `Basic ${simulator.controlToken}`,
      ]) {
        const answer = await request(`${simulator.url}${path}`, { authorization });
        equal(answer.status, 401, path);
        equal(answer.body.includes(simulator.controlToken), false);
      }
    }
  });

  it('takes control calls as JSON only, which a page cannot send unasked', async () => {
    const { control, simulator } = await setStage();
    const answer = await control('POST', '/customers', '{"phone":"+16505551234"}', { 'content-type': 'text/plain' });
    equal(answer.status, 415);
    equal(simulator.world.customers.length, 0);
  });

  it('limits the size of a body, declared or not', async () => {
    const { simulator, control, number } = await setStage({ bodyLimit: 1000 });
    equal((await control('POST', '/customers', { phone: '+16505551234', name: 'x'.repeat(1000) })).status, 413);
    const sent = http.request(`${simulator.url}/${number.phoneNumberId}/messages`, { method: 'POST' });
    for (let i = 0; i < 20; i++) sent.write('x'.repeat(100));
    sent.end();
    const [response] = (await once(sent, 'response')) as [http.IncomingMessage];
    equal(response.statusCode, 413);
    response.resume();
    equal(simulator.world.customers.length, 0);
  });

  it('outlives a client that goes away in the middle, and a path that is none', async () => {
    const { simulator, graph } = await setStage();
    const { port } = new URL(simulator.url);
    const socket = net.connect(Number(port), '127.0.0.1');
    socket.write(`POST /v25.0/1/messages HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 100\r\n\r\n{"half`);
    socket.resume().end();
    await once(socket, 'close');
    equal((await fetch(`${simulator.url}/%E0%A4%A/%`)).status, 400);
    equal((await graph('GET', '')).status, 200);
  });

  it('says when its port is taken, when it runs already, and when it has no address', async () => {
    const { simulator } = await setStage();
    const { port } = new URL(simulator.url);
    const second = createSimulator({ port: Number(port) });
    throws(() => second.url, { code: 'not_started' });
    await rejects(second.start(), { code: 'port_in_use', message: `Port ${port} on 127.0.0.1 is already in use.` });
    await second.close();
    await rejects(simulator.start(), { code: 'already_started' });
  });

  it('listens on IPv6 loopback too, where there is one', async function () {
    const hasIpv6 = Object.values(networkInterfaces())
      .flat()
      .some((address) => address?.address === '::1');
    if (!hasIpv6) return this.skip();
    const simulator = createSimulator({ host: '[::1]' });
    afterwards(() => simulator.close());
    await simulator.start();
    match(simulator.url, /^http:\/\/\[::1\]:\d+$/);
    equal((await fetch(`${simulator.url}/control/state`)).status, 401);
  });

  it('forgets the oldest entries of its timeline', async () => {
    const { simulator, graph } = await setStage({ timelineLimit: 3 });
    for (let i = 0; i < 5; i++) await graph('GET', `?fields=${i}`);
    deepEqual(
      simulator.timeline.entries.map(({ id }) => id),
      [4, 5, 6],
    );
  });
});
