import assert from 'node:assert/strict';
import { settleEntrances } from '../../nodes/shared/entrance';
import { leasePort, type PortLease } from '../../nodes/shared/own-port';
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
  const serve = () => serveAhead(lease.server, '/hook', (request, response) => void request.pipe(response));
  /** A node goes that may be followed, and a request comes before it is. */
  const askInBetween = async (): Promise<{ answer: Promise<Response> }> => {
    serve()(true);
    lease.release(false);
    const arrived = new Promise((resolve) => lease.server.prependOnceListener('request', resolve));
    const answer = ask();
    await arrived;
    return { answer };
  };

  beforeEach(async () => {
    port = await freePort();
    isListening = false;
    take();
    await waitUntil(() => isListening);
  });
  afterEach(async () => {
    lease.release(true);
    await assert.rejects(ask());
  });

  it('keeps what comes in between for those who follow, body and all', async () => {
    const { answer } = await askInBetween();
    take();
    const leave = serve();
    assert.equal(await (await answer).text(), 'hello');
    leave(false);
  });

  it('answers 404 when those who followed do not serve it', async () => {
    const { answer } = await askInBetween();
    take();
    settleEntrances();
    assert.equal((await answer).status, 404);
  });

  it('asks to try again, and is closed, when nobody follows', async () => {
    const { answer } = await askInBetween();
    settleEntrances();
    assert.equal((await answer).status, 503);
    await assert.rejects(ask());
  });

  it('answers 404 at once to what was never served', async () => {
    serve()(true);
    assert.equal((await fetch(`http://127.0.0.1:${port}/elsewhere`)).status, 404);
    settleEntrances();
  });
});
