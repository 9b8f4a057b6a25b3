import assert from 'node:assert/strict';
import { waitUntil } from '../harness/wait';
import { type Product, startProduct } from './product';
import { ANA, letAna, untilDealtWith, waitForMessages } from './world';

interface GraphCall {
  kind: string;
  path: string;
  request: string;
}

interface Webhook {
  kind: string;
  body: string;
  state: string;
}

describe('capture hashes and answer, imported into an empty Node-RED', function () {
  this.timeout(60_000);
  let product: Product;
  beforeEach(async () => {
    product = await startProduct({ example: 'capture-hashes-and-answer.json' });
  });
  afterEach(() => product.stop());

  const timeline = async <T extends { kind: string }>(kind: T['kind']): Promise<T[]> => {
    const { entries } = (await product.control('GET', '/timeline')) as { entries: T[] };
    return entries.filter((entry) => entry.kind === kind);
  };
  const hashOfAna = async (): Promise<string> =>
    ((await product.control('GET', `/customers/${ANA}`)) as { identityHash: string }).identityHash;
  const sentHashes = async (): Promise<unknown[]> =>
    (await timeline<GraphCall>('call'))
      .map(({ request }) => JSON.parse(request))
      .filter(({ to }) => to === `+${ANA}`)
      .map((message) => message.recipient_identity_key_hash);

  it('answers with the hash that came in, holds what goes to another identity, and sends it once verified', async () => {
    const first = await hashOfAna();
    await letAna(product, '1');
    const [answer] = await waitForMessages(product, 1);
    assert.match(answer?.text ?? '', /^Hello Ana, /);
    assert.deepEqual(await sentHashes(), [first]);

    await letAna(product, '2');
    await product.press('3');
    // The platform takes the message with the outdated hash, and then tells that it is not delivered.
    await waitUntil(async () =>
      (await timeline<Webhook>('webhook')).some(({ body, state }) => body.includes('137000') && state === 'delivered'),
    );
    assert.deepEqual(await sentHashes(), [first, first]);
    await letAna(product, '4');
    await untilDealtWith(product);
    assert.equal((await product.phone(ANA)).length, 1);
    await product.press('5');

    const messages = await waitForMessages(product, 3);
    assert.deepEqual(
      messages.map(({ text, device }) => `${device}: ${text}`),
      [
        '1: Hello Ana, your parcel is on its way.',
        '2: Your parcel has arrived. The code for the locker is 4711.',
        '2: Hello Ana, your parcel is on its way.',
      ],
    );
    const second = await hashOfAna();
    assert.notEqual(second, first);
    assert.deepEqual(await sentHashes(), [first, first, second, second]);
  });

  it('approves the change that was verified, and no later one', async () => {
    await letAna(product, '1');
    await waitForMessages(product, 1);
    await letAna(product, '2');
    await letAna(product, '4');
    await untilDealtWith(product);
    await letAna(product, '2');
    // Ana has verified herself, but another phone has come into play since: what is released now is refused there.
    await product.press('5');
    await waitUntil(async () =>
      (await timeline<Webhook>('webhook')).some(({ body, state }) => body.includes('137000') && state === 'delivered'),
    );
    await untilDealtWith(product);
    assert.equal((await product.phone(ANA)).length, 1);
    await letAna(product, '4');
    await untilDealtWith(product);
    assert.equal((await product.phone(ANA)).length, 1);
    await product.press('5');
    const messages = await waitForMessages(product, 3);
    assert.deepEqual(
      messages.map(({ device }) => device),
      [1, 3, 3],
    );
  });
});
