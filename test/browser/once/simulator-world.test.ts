import assert from 'node:assert/strict';
import { nodeRedVersion } from '../../harness/node-red';
import { addressOf } from '../../product/greeting';
import { type Product, startProduct } from '../../product/product';
import { type OpenedPage, type PageBrowser, startPageBrowser } from '../simulator-page';

describe(`what can be done on the simulator's page, Node-RED ${nodeRedVersion}`, function () {
  this.timeout(90_000);
  let browser: PageBrowser;
  let product: Product;
  let opened: OpenedPage;

  before(async () => {
    browser = await startPageBrowser();
    product = await startProduct();
  });
  after(async () => {
    await browser?.close();
    await product?.stop();
  });
  beforeEach(async () => {
    opened = await browser.open(addressOf(product.output(), 'Simulator'));
    await opened.phone('Ben').waitFor();
  });
  afterEach(async () => {
    assert.deepEqual(opened.problems, []);
    await opened.context.close();
  });

  const ben = () => opened.phone('Ben');
  /** What the business sends to Ben by a flow that does not exist here. */
  async function send(content: object): Promise<void> {
    const { numbers } = (await product.control('GET', '/state')) as { numbers: { phoneNumberId: string }[] };
    const added = (await product.control('POST', '/numbers', {})) as Record<string, string>;
    assert.equal(numbers.length >= 1, true);
    const url = addressOf(product.output(), 'Control API').replace(/\/control$/, '');
    const response = await fetch(`${url}/v25.0/${added.phoneNumberId}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${added.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ messaging_product: 'whatsapp', to: '+16315551002', ...content }),
    });
    assert.equal(response.status, 200, await response.text());
  }
  /** The webhook that tells this, as the timeline shows it. */
  const told = (text: string | RegExp) => opened.page.locator('.entries summary', { hasText: text }).first().waitFor();

  it('writes with the keyboard, sends other things, and reads', async () => {
    const message = ben().getByRole('textbox', { name: 'Message from Ben' });
    await message.fill('Hello');
    await message.press('Enter');
    await ben().locator('.bubble.own', { hasText: 'Hello' }).waitFor();
    await ben().locator('.attach summary').click();
    await ben().getByRole('button', { name: 'Location' }).click();
    await ben().getByText('City library').waitFor();
    await told('location from Ben');
    await ben().getByRole('button', { name: /^Read/ }).click();
    await told('read for Ben');
    await ben().getByRole('button', { name: /^Read/ }).waitFor({ state: 'detached' });
  });

  it('taps buttons, and reacts', async () => {
    const buttons = [{ type: 'reply', reply: { id: 'yes', title: 'Yes, it is me' } }];
    await send({
      type: 'interactive',
      interactive: { type: 'button', body: { text: 'Is it you?' }, action: { buttons } },
    });
    const question = ben().locator('.bubble', { hasText: 'Is it you?' });
    await question.getByRole('button', { name: 'Yes, it is me' }).click();
    await ben().locator('.bubble.own', { hasText: 'Yes, it is me' }).waitFor();
    await told('interactive from Ben');
    await question.locator('.react summary').click();
    await question.getByRole('button', { name: 'React with 👍' }).click();
    await question.locator('.reactions', { hasText: '👍' }).waitFor();
    await opened.shoot('6-interactive');
  });

  it('lets a phone go offline, lose its number and leave', async () => {
    const state = (text: string) => ben().locator('.state').getByText(text, { exact: true });
    await ben().getByRole('button', { name: 'Go offline' }).click();
    await state('offline').waitFor();
    await ben().getByPlaceholder('Not online').waitFor();
    assert.ok(await ben().getByRole('textbox').isDisabled());
    await ben().getByRole('button', { name: 'Go online' }).click();
    await ben().getByRole('button', { name: 'Change number…' }).click();
    const { page } = opened;
    await page.getByRole('dialog').getByLabel('New number').fill('+16315551077');
    await page.getByRole('dialog').getByRole('button', { name: 'Change' }).click();
    await ben().getByText('+16315551077').waitFor();
    await ben().getByRole('button', { name: 'Leave WhatsApp' }).click();
    await state('not on WhatsApp').waitFor();
    await ben().getByRole('button', { name: 'Join WhatsApp' }).click();
    await state('online').waitFor();
  });

  it('adds a customer who hides the number, and fires an account event as it was changed', async () => {
    const { page } = opened;
    await page.getByRole('button', { name: 'Add customer…' }).click();
    await page.getByRole('dialog').getByRole('checkbox').check();
    await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
    await opened.phone('Cleo').getByText('@cleo · +16315551003 (hidden)').waitFor();
    await page.getByRole('tab', { name: 'Events' }).click();
    await page.getByRole('listbox', { name: 'Event' }).selectOption('account_update · DISABLED_UPDATE');
    const body = page.getByLabel('Webhook (change it as you like)');
    await body.fill((await body.inputValue()).replace('SCHEDULE_FOR_DISABLE', 'REINSTATE'));
    await opened.shoot('7-events');
    await page.getByRole('button', { name: 'Send the webhook' }).click();
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await told('account_update: DISABLED_UPDATE');
    await page.locator('.entries summary', { hasText: 'DISABLED_UPDATE' }).click();
    await page.locator('.detail pre', { hasText: 'REINSTATE' }).waitFor();
  });

  it('lets webhooks come wrongly signed, and says what became of them', async () => {
    const { page } = opened;
    await page.getByRole('tab', { name: 'Faults' }).click();
    await page.getByLabel('Signature of webhooks').selectOption('wrong');
    await page.getByText('From now on.', { exact: true }).waitFor();
    await opened.shoot('8-faults');
    await opened.phone('Ana').getByRole('button', { name: 'What is my balance?' }).click();
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await page.getByLabel('What is shown').selectOption('bad');
    const refused = page.locator('.entries li', { hasText: 'text from Ana' }).first();
    await refused.getByText(/^401/).waitFor();
    await refused.locator('summary').click();
    await refused
      .getByText(/wrong signature → 401/)
      .first()
      .waitFor();
    await page.getByRole('tab', { name: 'Faults' }).click();
    await page.getByRole('button', { name: 'Everything works' }).click();
    // A retry is signed rightly, and taken.
    await opened.phone('Ana').getByText('Balance: 1,280.45 EUR').first().waitFor();
  });
});
