import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { createSimulator, Simulator } from '../../../src/simulator/simulator';
import type { BusinessNumber } from '../../../src/simulator/world/business-number';
import type { Customer } from '../../../src/simulator/world/customer';
import { waitUntil } from '../../harness/wait';
import { startReceiver } from '../../unit/simulator/support/receiver';
import { assertAccessible } from '../accessibility';
import { type OpenedPage, type PageBrowser, startPageBrowser } from '../simulator-page';

const ANA = '+16505551234';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAYAAABytg0kAAAAFElEQVR4nGP8z8Dwn4GBgYGJAQoAHxcCAk+Uzr4AAAAASUVORK5CYII=',
  'base64',
);

// Our own build: the sources have no bundled page.
const { createSimulator: createBuilt } = require('../../../dist/src/simulator/simulator') as {
  createSimulator: typeof createSimulator;
};

describe("the chat on the simulator's page", function () {
  this.timeout(60_000);
  let browser: PageBrowser;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let simulator: Simulator;
  let number: BusinessNumber;
  let customer: Customer;
  let opened: OpenedPage;

  before(async () => {
    browser = await startPageBrowser();
    receiver = await startReceiver();
  });
  after(async () => {
    await browser?.close();
    await receiver?.close();
  });
  beforeEach(async () => {
    simulator = createBuilt();
    const { appSecret, verifyToken, url: webhookUrl } = receiver;
    number = simulator.world.addNumber({ webhookUrl, appSecret, verifyToken });
    customer = simulator.world.addCustomer({ phone: ANA, name: 'Ana' });
    await simulator.start();
    opened = await browser.open(`${simulator.url}/page/#token=${simulator.controlToken}`);
    await ana().waitFor();
  });
  afterEach(async () => {
    await opened?.context.close();
    await simulator?.close();
  });

  const ana = () => opened.phone('Ana');
  const bubbles = () => ana().locator('.bubble');
  async function post(path: string, body: object): Promise<Record<string, never>> {
    const response = await fetch(`${simulator.url}/v25.0/${number.phoneNumberId}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${number.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ messaging_product: 'whatsapp', ...body }),
    });
    assert.equal(response.status, 200);
    return (await response.json()) as Record<string, never>;
  }
  const send = (content: object) => post('/messages', { to: ANA, ...content });
  /** Resolves once a picture is there and has pixels. */
  const seePicture = (name: string) =>
    waitUntil(
      () =>
        opened.page.evaluate<boolean>(
          `[...document.querySelectorAll('.bubble img')].some((image) => image.alt === '${name}' && image.naturalWidth > 0)`,
        ),
      { what: `the picture "${name}" is shown` },
    );
  const noProblems = () => assert.deepEqual(opened.problems, []);

  it('shows pictures of both sides, and sends one of this computer, which the business can fetch', async () => {
    const { id } = simulator.world.media.add(number.wabaId, 'business', PNG, 'image/png');
    await send({ type: 'image', image: { id, caption: 'Our shop' } });
    await seePicture('Photo: Our shop');
    await ana().getByRole('textbox', { name: 'Message from Ana' }).fill('My cat');
    await ana().locator('input[type="file"]').setInputFiles({ name: 'cat.png', mimeType: 'image/png', buffer: PNG });
    await seePicture('Photo: My cat');
    assert.equal(await ana().getByRole('textbox').inputValue(), '', 'it has become the caption');
    const image = customer.written[0]?.content.image as { id: string; caption: string };
    assert.equal(image.caption, 'My cat');
    assert.deepEqual(simulator.world.media.get(image.id)?.content, PNG);
    await assertAccessible(opened.page);
    noProblems();
  });

  it('sends what the menu has, as real files', async () => {
    const names = ['Photo', 'Sticker', 'Document', 'Voice message', 'Location', 'Contact'];
    for (const [index, name] of names.entries()) {
      await ana().locator('.attach summary').click();
      await ana().getByRole('button', { name, exact: true }).click();
      await bubbles().nth(index).waitFor();
    }
    await seePicture('Photo: My card, front side');
    await seePicture('Sticker');
    const sent = customer.written.map(({ content }) => content);
    assert.deepEqual(
      sent.map(({ type }) => type),
      ['image', 'sticker', 'document', 'audio', 'location', 'contacts'],
    );
    const beginnings = sent.slice(0, 4).map((content) => {
      const { id } = content[content.type] as { id: string };
      return simulator.world.media.get(id)?.content.subarray(0, 4).toString('latin1');
    });
    assert.deepEqual(beginnings, ['\xff\xd8\xff\xe0', 'RIFF', '%PDF', 'OggS']);
    await opened.shoot('media');
    noProblems();
  });

  it('saves what is no picture, under its name and byte for byte', async () => {
    const content = Buffer.from('%PDF-1.4 and so on');
    const { id } = simulator.world.media.add(number.wabaId, 'business', content, 'application/pdf');
    await send({ type: 'document', document: { id, filename: 'offer.pdf' } });
    const [download] = await Promise.all([
      opened.page.waitForEvent('download'),
      ana().getByRole('button', { name: 'Save offer.pdf' }).click(),
    ]);
    assert.equal(download.suggestedFilename(), 'offer.pdf');
    assert.deepEqual(readFileSync(await download.path()), content);
    noProblems();
  });

  it('shows neither SVG nor HTML nor anything else that only says that it is a picture', async () => {
    const evil = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>';
    for (const [type, text] of [
      ['image/svg+xml', evil],
      ['image/png', evil],
      ['text/html', '<!doctype html><script>alert(3)</script>'],
    ] as const) {
      const { id } = simulator.world.media.add(number.wabaId, 'customer', Buffer.from(text), type);
      customer.write({ type: 'image', image: { id, caption: `as ${type}`, mime_type: type } });
      await bubbles()
        .filter({ hasText: `as ${type}` })
        .locator('.media')
        .waitFor();
      const headers = { authorization: `Bearer ${simulator.controlToken}` };
      const answer = await fetch(`${simulator.url}/control/media/${id}`, { headers });
      const names = ['content-type', 'content-disposition', 'x-content-type-options'];
      assert.deepEqual(
        names.map((name) => answer.headers.get(name)),
        ['application/octet-stream', 'attachment', 'nosniff'],
      );
      assert.equal((await fetch(`${simulator.url}/control/media/${id}`)).status, 401);
    }
    assert.equal(await ana().locator('img').count(), 0);
    noProblems();
  });

  it('shows that the business writes, quotes what it answers, and its reaction', async () => {
    const id = customer.write('Where is my parcel?');
    await bubbles().nth(0).waitFor();
    await opened.page.evaluate(`document.querySelector('.bubble').isMarked = true`);
    await post('/messages', { status: 'read', message_id: id, typing_indicator: { type: 'text' } });
    await ana().locator('.typing').waitFor();
    await ana().getByRole('img', { name: 'read' }).waitFor();
    await send({ type: 'text', text: { body: 'On its way' }, context: { message_id: id } });
    await ana().locator('.typing').waitFor({ state: 'detached' });
    await bubbles().nth(1).locator('blockquote', { hasText: 'Where is my parcel?' }).waitFor();
    await send({ type: 'reaction', reaction: { message_id: id, emoji: '👍' } });
    await bubbles().nth(0).locator('.reactions', { hasText: '👍' }).waitFor();
    const isSame = await opened.page.evaluate(`document.querySelector('.bubble').isMarked`);
    assert.equal(isSame, true, 'a screen reader would read the message out once more');
    await assertAccessible(opened.page);
    await post('/messages', { status: 'read', message_id: id, typing_indicator: { type: 'text' } });
    await ana().locator('.typing').waitFor();
    await opened.page.getByRole('button', { name: '+1 hour' }).click();
    await ana().locator('.typing').waitFor({ state: 'detached' });
    noProblems();
  });

  it('shows a template as it reads, and sends what is tapped on it', async () => {
    const named = (values: Record<string, string>) =>
      Object.entries(values).map(([parameter_name, text]) => ({ type: 'text', parameter_name, text }));
    const components = [
      { type: 'header', parameters: named({ place: '*the* shop' }) },
      { type: 'body', parameters: named({ first_name: 'Ana', day: '*Monday*', time: '10:30' }) },
      { type: 'button', sub_type: 'quick_reply', index: 0, parameters: [{ type: 'payload', payload: 'YES' }] },
    ];
    await send({
      type: 'template',
      template: { name: 'appointment_reminder', language: { code: 'en_US' }, components },
    });
    const reminder = bubbles().filter({ hasText: 'this is your appointment on Monday at 10:30' });
    await reminder.locator('p b', { hasText: 'Monday' }).waitFor();
    await assertAccessible(opened.page);
    await reminder.getByRole('button', { name: 'Yes, I come' }).click();
    await ana().locator('.bubble.own', { hasText: 'Yes, I come' }).waitFor();
    assert.deepEqual(customer.written[0]?.content.button, { payload: 'YES', text: 'Yes, I come' });
    noProblems();
  });

  it('writes into a group, and shows what comes from one', async () => {
    simulator.world.addCustomer({ phone: '+16505559999', name: 'Ben' });
    const { page } = opened;
    await opened.phone('Ben').waitFor();
    await page.getByRole('button', { name: 'Add group…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
    await ana().getByLabel('Where it is written to').selectOption({ label: 'to the group Neighbours' });
    await ana().getByRole('textbox').fill('Hello all');
    await ana().getByRole('textbox').press('Enter');
    await bubbles().filter({ hasText: 'Hello all' }).locator('.group', { hasText: 'Neighbours' }).waitFor();
    const to = customer.written[0]?.content.group_id;
    await post('/messages', { recipient_type: 'group', to, type: 'text', text: { body: 'Hello neighbours' } });
    for (const name of ['Ana', 'Ben']) {
      const message = opened.phone(name).locator('.bubble', { hasText: 'Hello neighbours' });
      await message.locator('.group', { hasText: 'Neighbours' }).waitFor();
    }
    await assertAccessible(page);
    noProblems();
  });

  it('decides what the documents leave open, and keeps the focus on the choice', async () => {
    const { page } = opened;
    await page.getByRole('tab', { name: 'Rules' }).click();
    const window = page.getByLabel('What is no template, after 24 hours');
    assert.equal(await window.inputValue(), 'status');
    await window.focus();
    await window.selectOption('http');
    await waitUntil(() => simulator.world.rules.closedWindow === 'http', { what: 'the rule is another one' });
    await page.getByLabel('Statuses of messages sent with a hash').selectOption('true');
    await waitUntil(() => simulator.world.rules.stampStatusSentWithHash, { what: 'the rule is another one' });
    simulator.world.rules.limitSending = false;
    await waitUntil(async () => (await page.getByLabel('More than may be sent').inputValue()) === 'false', {
      what: 'the page shows a rule that was changed elsewhere',
    });
    assert.equal(await page.evaluate('document.activeElement.tagName'), 'SELECT');
    await assertAccessible(page);
    noProblems();
  });

  it('says that only templates may be sent when 24 hours are over', async () => {
    await ana().getByText('online', { exact: true }).waitFor();
    assert.equal(
      await ana()
        .getByText(/^Templates only/)
        .count(),
      0,
    );
    await opened.page.getByRole('button', { name: '+1 day' }).click();
    await ana()
      .getByText(/^Templates only/)
      .waitFor();
    await assertAccessible(opened.page);
    await ana().getByRole('button', { name: 'What is my balance?' }).click();
    await ana()
      .getByText(/^Templates only/)
      .waitFor({ state: 'detached' });
    noProblems();
  });

  describe('with the keyboard, while the page follows the world', () => {
    /** What has the focus, by its name or its text. */
    const focused = () =>
      opened.page.evaluate<string>(
        `(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent ?? '').trim()`,
      );
    const untilFocused = (name: string) =>
      waitUntil(async () => (await focused()) === name, { what: `the focus is on "${name}"` });

    it('a button that becomes another one keeps the focus', async () => {
      await ana().getByRole('button', { name: 'Go offline' }).focus();
      await opened.page.keyboard.press('Enter');
      await ana().getByRole('button', { name: 'Go online' }).waitFor();
      assert.equal(await focused(), 'Go online');
      await opened.page.keyboard.press('Enter');
      await untilFocused('Go offline');
    });

    it('a button that goes leaves the focus on its phone', async () => {
      await send({ type: 'text', text: { body: 'Hello' } });
      await ana().getByRole('button', { name: 'Read 1' }).focus();
      await opened.page.keyboard.press('Enter');
      await ana().getByRole('button', { name: 'Read 1' }).waitFor({ state: 'detached' });
      await untilFocused('Chat of Ana');
    });

    it('what is typed stays where it is, with the selection', async () => {
      const box = ana().getByRole('textbox', { name: 'Message from Ana' });
      await box.fill('Hello');
      await box.press('ArrowLeft');
      for (let i = 0; i < 3; i += 1) await send({ type: 'text', text: { body: `Message ${i}` } });
      customer.newDevice();
      await ana().getByText('New device (2), new identity hash').waitFor();
      await opened.page.keyboard.type('!');
      assert.equal(await box.inputValue(), 'Hell!o');
    });

    it('an entry of the timeline that changes and moves down keeps the focus, and stays open', async () => {
      receiver.answers.push(503);
      customer.write('Hello');
      const entry = opened.page.locator('.entries summary', { hasText: 'text from Ana' });
      await entry.focus();
      await opened.page.keyboard.press('Enter');
      await send({ type: 'text', text: { body: 'Hi' } });
      await opened.page.locator('.entries summary', { hasText: 'attempt 2' }).waitFor();
      const line = `document.activeElement.querySelector('.title')?.textContent`;
      assert.equal(await opened.page.evaluate(line), 'text from Ana');
      assert.equal(await opened.page.evaluate('document.activeElement.parentElement.open'), true);
    });

    it('a message that is reacted to keeps the focus on its menu', async () => {
      await send({ type: 'text', text: { body: 'Hello' } });
      const menu = bubbles().first().getByLabel('React to this message');
      await menu.focus();
      await opened.page.keyboard.press('Enter');
      await bubbles().first().getByRole('button', { name: 'React with 👍' }).press('Enter');
      await bubbles().first().locator('.reactions').waitFor();
      await untilFocused('React to this message');
    });
  });
});
