import assert from 'node:assert/strict';
import { leasePort, type PortLease, settlePorts } from '../../nodes/shared/own-port';
import { serveAhead } from '../../nodes/shared/serve-ahead';
import { freePort } from '../harness/free-port';
import { waitUntil } from '../harness/wait';

const LIMITS = { headerSize: 16_384, headerTimeout: 10_000, requestTimeout: 30_000, connections: 100 };

describe('a port over a redeployment', () => {
  let port: number;
  let lease: PortLease;
  let isListening = false;
  const take = (): void => {
    const settings = { address: '127.0.0.1', port, asksForCertificate: false, ...LIMITS };
    const onListening = (): void => {
      isListening = true;
    };
    lease = leasePort(settings, { onListening, onFault: (error) => assert.fail(error) });
  };
  const ask = (): Promise<Response> => fetch(`http://127.0.0.1:${port}/hook`, { method: 'POST', body: 'hello' });
  /** Until the port has it; there is nobody yet who could answer. */
  const arrived = (): Promise<unknown> =>
    new Promise((resolve) => lease.server.once('request', (request: unknown) => resolve(request)));

  beforeEach(async () => {
    port = await freePort();
    take();
    await waitUntil(() => isListening);
  });
  afterEach(async () => {
    lease.release(true);
    await assert.rejects(ask());
  });

  it('keeps what comes in between for those who follow, body and all', async () => {
    lease.release(false);
    const arrival = arrived();
    const answer = ask();
    await arrival;
    take();
    const leave = serveAhead(lease.server, '/hook', (request, response) => void request.pipe(response));
    assert.equal(await (await answer).text(), 'hello');
    leave();
  });

  it('answers 404 when those who followed do not serve it', async () => {
    lease.release(false);
    const arrival = arrived();
    const answer = ask();
    await arrival;
    take();
    settlePorts();
    assert.equal((await answer).status, 404);
  });

  it('asks to try again, and is closed, when nobody follows', async () => {
    lease.release(false);
    const arrival = arrived();
    const answer = ask();
    await arrival;
    settlePorts();
    assert.equal((await answer).status, 503);
    await assert.rejects(ask());
  });
});
