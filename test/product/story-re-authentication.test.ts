import assert from 'node:assert/strict';
import { waitUntil } from '../harness/wait';
import { confirm, readMails, waitForMail, wrongCode } from './mailbox';
import { type PhoneMessage, type Product, startProduct } from './product';
import { ANA, letAna, untilDealtWith, waitForMessages } from './world';

const PRIVATE = /^Balance:/;
const NOTICE = /^Please confirm that it is you/;

/** Which of the two the flow has sent, to whom, on which device. */
const seen = (messages: PhoneMessage[]): string[] =>
  messages.map(({ text, person, device }) => {
    const kind = PRIVATE.test(text) ? 'answer' : NOTICE.test(text) ? 'notice' : text;
    return `${person} ${device}: ${kind}`;
  });

describe('re-authentication, as npm start shows it', function () {
  this.timeout(60_000);
  let product: Product;
  beforeEach(async () => {
    product = await startProduct();
  });
  afterEach(() => product.stop());

  /** Ana asks, moves to a new phone, asks again; gives the e-mail that follows. */
  async function untilFirstMail() {
    await letAna(product, '1');
    await waitForMessages(product, 1);
    await letAna(product, '2');
    await letAna(product, '3');
    await waitForMessages(product, 2);
    return waitForMail(product, 1);
  }

  it('holds the private answer until a code from outside WhatsApp was typed', async () => {
    const mail = await untilFirstMail();
    assert.equal(mail.to, 'ana@example.com');
    assert.deepEqual(seen(await product.phone(ANA)), ['Ana 1: answer', 'Ana 2: notice']);

    assert.equal((await product.page(mail.link)).status, 200);
    assert.equal((await product.page(mail.link)).status, 200, 'looking at the page uses the link up');
    assert.deepEqual(seen(await product.phone(ANA)), ['Ana 1: answer', 'Ana 2: notice']);

    const { status, html } = await confirm(product, mail);
    assert.equal(status, 200);
    assert.match(html, /Thank you/);
    assert.deepEqual(seen(await waitForMessages(product, 3)), ['Ana 1: answer', 'Ana 2: notice', 'Ana 2: answer']);

    assert.equal((await confirm(product, mail)).status, 410, 'the link is good for more than one use');
    await letAna(product, '3');
    assert.deepEqual(seen(await waitForMessages(product, 4)).slice(3), ['Ana 2: answer']);
    assert.equal((await readMails(product)).length, 1);
  });

  it('gives a stranger with the number nothing but the notice, whatever they press', async () => {
    await letAna(product, '1');
    await waitForMessages(product, 1);
    await letAna(product, 'A stranger');
    const tries = [
      { text: 'What is my balance?' },
      { text: '000000' },
      { text: 'acknowledge' },
      { message: { type: 'button', button: { payload: 'acknowledge', text: 'It is me' } } },
      {
        message: {
          type: 'interactive',
          interactive: { type: 'button_reply', button_reply: { id: 'yes', title: 'It is me' } },
        },
      },
      { message: { type: 'system', system: { type: 'user_identity_changed', body: 'Nothing has changed' } } },
    ];
    for (const body of tries) await product.control('POST', `/customers/${ANA}/messages`, body);
    const mail = await waitForMail(product, 1);
    for (let attempt = 1; attempt <= 5; attempt++)
      assert.equal((await product.page('/reauth/confirm/guessed', { code: '123456' })).status, 410);
    await untilDealtWith(product);
    assert.deepEqual(seen(await product.phone(ANA)), ['Ana 1: answer', 'Mallory 2: notice']);

    // Ana gets her number back: that is another change, and the earlier code must not approve it unseen.
    await letAna(product, 'Ana gets');
    await letAna(product, '3');
    const second = await waitForMail(product, 2);
    assert.equal((await confirm(product, mail)).status, 409);
    const third = await waitForMail(product, 3);
    assert.equal((await confirm(product, second)).status, 410, 'replaced by the e-mail that followed');
    assert.equal((await confirm(product, third)).status, 200);
    await waitUntil(async () => (await product.phone(ANA)).filter(({ text }) => PRIVATE.test(text)).length >= 5);
    const messages = await product.phone(ANA);
    const toStranger = messages.filter(({ person }) => person === 'Mallory');
    assert.deepEqual(
      toStranger.filter(({ text }) => !NOTICE.test(text)),
      [],
    );
    assert.deepEqual(
      seen(messages).filter((line) => line.endsWith('answer')),
      // The first, and then one for each text that was asked, the stranger's too: they reached Ana.
      ['Ana 1: answer', ...Array(4).fill('Ana 3: answer')],
    );
  });

  it('starts over when the identity has changed once more before the code was typed', async () => {
    const first = await untilFirstMail();
    await letAna(product, '2');
    await letAna(product, '3');
    await waitForMail(product, 2);
    const { status, html } = await confirm(product, first);
    assert.equal(status, 409);
    assert.match(html, /Once more/);
    const third = await waitForMail(product, 3);
    assert.equal((await confirm(product, first)).status, 410);
    assert.equal((await confirm(product, third)).status, 200);
    const answers = await waitUntil(async () => {
      const all = (await product.phone(ANA)).filter(({ text }) => PRIVATE.test(text));
      return all.length >= 3 ? all : null;
    });
    assert.deepEqual(
      answers.map(({ device }) => device),
      [1, 3, 3],
    );
  });

  it('holds what it was about to send when the phone was changed again, unseen, before the code was typed', async () => {
    const first = await untilFirstMail();
    await letAna(product, '2');
    assert.equal((await confirm(product, first)).status, 200);
    const second = await waitForMail(product, 2);
    assert.deepEqual(seen(await waitForMessages(product, 3)), ['Ana 1: answer', 'Ana 2: notice', 'Ana 3: notice']);
    assert.equal((await confirm(product, second)).status, 200);
    assert.deepEqual(seen(await waitForMessages(product, 4)).slice(3), ['Ana 3: answer']);
  });

  it('takes five attempts, and sends no second e-mail for the same change meanwhile', async () => {
    const mail = await untilFirstMail();
    const code = wrongCode(mail);
    const statuses: number[] = [];
    for (let attempt = 1; attempt <= 6; attempt++) statuses.push((await product.page(mail.link, { code })).status);
    assert.deepEqual(statuses, [403, 403, 403, 403, 403, 410]);
    assert.equal((await confirm(product, mail)).status, 410, 'the right code is taken after five wrong ones');
    assert.equal((await product.page(mail.link)).status, 410);
    await letAna(product, '3');
    await letAna(product, '3');
    await untilDealtWith(product);
    assert.equal((await readMails(product)).length, 1);
    assert.deepEqual(seen(await product.phone(ANA)), ['Ana 1: answer', 'Ana 2: notice']);
  });

  it('asks a person to verify customers whose e-mail address is not known', async () => {
    const stranger = '16315550000';
    await product.control('POST', '/customers', { phone: `+${stranger}`, name: 'Zoe' });
    await product.control('POST', `/customers/${stranger}/messages`, { text: 'Hello' });
    await waitForMessages(product, 1, stranger);
    await product.control('POST', `/customers/${stranger}/new-device`);
    await product.control('POST', `/customers/${stranger}/messages`, { text: 'Hello' });
    await untilDealtWith(product);
    assert.equal((await product.phone(stranger)).length, 1);
    assert.deepEqual(await readMails(product), []);
  });

  it('shows nothing in its pages that a stranger has written', async () => {
    const nasty = '<script>alert(1)</script>';
    await letAna(product, '1');
    await waitForMessages(product, 1);
    await product.control('POST', `/customers/${ANA}/sim-swap`, { name: nasty });
    await product.control('POST', `/customers/${ANA}/messages`, { text: nasty });
    const mail = await waitForMail(product, 1);
    const pages = [
      await product.page('/reauth/mailbox'),
      await product.page(mail.link),
      await product.page(mail.link, { code: nasty }),
      await product.page(`/reauth/confirm/${encodeURIComponent(nasty)}`),
    ];
    for (const { html } of pages) {
      assert.match(html, /<h1>/);
      assert.doesNotMatch(html, /<script|alert\(1\)/);
    }
  });
});
