import assert from 'node:assert/strict';
import { type Product, startProduct } from './product';
import { ANA, waitForMessages } from './world';

interface Phone {
  inbox: { from: string }[];
  written: { to: string }[];
}

describe('two numbers and one webhook, as npm start runs them', function () {
  this.timeout(60_000);
  let product: Product;
  before(async () => {
    product = await startProduct({ example: 'two-numbers-one-webhook.json' });
  });
  after(() => product.stop());

  it('answers from the number that Ana wrote to, each once, and hands her over', async () => {
    await product.press('1');
    await waitForMessages(product, 1);
    await product.press('2');
    await waitForMessages(product, 2);
    await product.press('3');
    const messages = await waitForMessages(product, 3);
    assert.deepEqual(
      messages.map(({ text }) => text),
      [
        'Hello Ana, yes, we have it.',
        'Hello Ana, did you charge it?',
        'Hello, support here. The shop tells us that you have a question.',
      ],
    );

    const { inbox, written } = (await product.control('GET', `/customers/${ANA}`)) as Phone;
    const [shop, support] = written.map(({ to }) => to);
    assert.notEqual(shop, support);
    assert.deepEqual(
      inbox.map(({ from }) => from),
      [shop, support, support],
    );
  });

  it('has one callback URL for both', async () => {
    const { numbers } = (await product.control('GET', '/state')) as { numbers: { webhookUrl: string }[] };
    assert.equal(numbers.length, 2);
    assert.equal(new Set(numbers.map(({ webhookUrl }) => webhookUrl)).size, 1);
  });
});
