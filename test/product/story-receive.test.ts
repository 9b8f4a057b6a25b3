import assert from 'node:assert/strict';
import { waitUntil } from '../harness/wait';
import { type Product, startProduct } from './product';
import { ANA, BEN, waitForMessages } from './world';

describe('receive and reply, as npm start runs it', function () {
  this.timeout(60_000);
  let product: Product;
  before(async () => {
    product = await startProduct({ example: 'receive-and-reply.json' });
  });
  after(() => product.stop());

  it('answers the text that Ana wrote, with what she wrote', async () => {
    await product.press('1');
    const [answer] = await waitForMessages(product, 1);
    assert.equal(answer?.text, 'Hello Ana, thank you for asking: "Are you open on Sunday?" We answer within the hour.');
  });

  it('asks Ben for words, who sent a picture', async () => {
    await product.press('2');
    const [answer] = await waitForMessages(product, 1, BEN);
    assert.equal(answer?.text, 'Hello Ben, could you tell us in words?');
  });

  it('is told that Ana has read it', async () => {
    await product.press('3');
    await waitUntil(async () => {
      const { entries } = (await product.control('GET', '/timeline')) as {
        entries: { kind: string; body?: string; state?: string }[];
      };
      return entries.some(({ body, state }) => body?.includes('"status":"read"') && state === 'delivered');
    });
    assert.equal((await product.phone(ANA)).length, 1);
    assert.doesNotMatch(product.output(), /\[error\]/);
  });
});
