import assert from 'node:assert/strict';
import { waitUntil } from '../harness/wait';
import { type Product, startProduct } from './product';
import { ANA } from './world';

interface Phone {
  inbox: { content: { type: string; [content: string]: unknown } }[];
  written: { id: string; readAt?: string; typingAt?: string }[];
}

describe('buttons and reactions, as npm start runs them', function () {
  this.timeout(60_000);
  let product: Product;
  before(async () => {
    product = await startProduct({ example: 'buttons-and-reactions.json' });
  });
  after(() => product.stop());

  const look = async (): Promise<Phone> => (await product.control('GET', `/customers/${ANA}`)) as Phone;
  const untilReceived = (count: number): Promise<Phone> =>
    waitUntil(
      async () => {
        const phone = await look();
        return phone.inbox.length >= count ? phone : null;
      },
      { what: () => `${count} messages on the phone. Output:\n${product.output()}` },
    );

  it('mark what Ana wrote as read, and offer her buttons', async () => {
    await product.press('1');
    const { inbox } = await untilReceived(1);
    assert.deepEqual(inbox[0]?.content, {
      type: 'interactive',
      interactive: {
        type: 'button',
        body: { text: 'Hello Ana, which day suits you?' },
        action: {
          buttons: [
            { type: 'reply', reply: { id: 'mon', title: 'Monday' } },
            { type: 'reply', reply: { id: 'tue', title: 'Tuesday' } },
          ],
        },
      },
    });
    await waitUntil(async () => (await look()).written[0]?.typingAt !== undefined, {
      what: 'Ana sees that it was read',
    });
  });

  it('react to the button that she taps, and confirm the day', async () => {
    await product.press('2');
    const { inbox, written } = await untilReceived(3);
    const contents = inbox.slice(1).map(({ content }) => content);
    assert.deepEqual(
      new Set(contents),
      new Set([
        { type: 'reaction', reaction: { message_id: written[1]?.id, emoji: '👍' } },
        { type: 'text', text: { body: 'See you on Tuesday.', preview_url: false } },
      ]),
    );
  });
});
