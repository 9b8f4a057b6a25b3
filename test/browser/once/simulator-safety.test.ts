import assert from 'node:assert/strict';
import type { createSimulator, Simulator } from '../../../src/simulator/simulator';
import type { BusinessNumber } from '../../../src/simulator/world/business-number';
import { startReceiver } from '../../unit/simulator/support/receiver';
import { type OpenedPage, type PageBrowser, startPageBrowser } from '../simulator-page';

const EVIL = '<img src=x onerror="alert(1)"><script>alert(2)</script>';

/** As much of it as fits onto a button. */
const SHORT = '<img onerror=x()>';

// Our own build: the sources have no bundled page.
const { createSimulator: createBuilt } = require('../../../dist/src/simulator/simulator') as {
  createSimulator: typeof createSimulator;
};

describe("the simulator's page and its own token", function () {
  this.timeout(60_000);
  let browser: PageBrowser;
  let simulator: Simulator;
  let number: BusinessNumber;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;

  before(async () => {
    browser = await startPageBrowser();
    receiver = await startReceiver();
    simulator = createBuilt({ retry: { delayMs: () => 50 } });
    const { appSecret, verifyToken, url: webhookUrl } = receiver;
    number = simulator.world.addNumber({ webhookUrl, appSecret, verifyToken, verifiedName: EVIL });
    await simulator.start();
  });
  after(async () => {
    await browser?.close();
    await simulator?.close();
    await receiver?.close();
  });

  const open = (): Promise<OpenedPage> => browser.open(`${simulator.url}/page/#token=${simulator.controlToken}`);
  const send = async (content: object): Promise<number> => {
    const response = await fetch(`${simulator.url}/v25.0/${number.phoneNumberId}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${number.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ messaging_product: 'whatsapp', to: '+16505551234', ...content }),
    });
    return response.status;
  };

  const sent = async (content: object): Promise<void> => assert.equal(await send(content), 200);

  it('asks for the token where there is none, and takes it out of the address', async () => {
    const { page, context } = await browser.open(`${simulator.url}/page/`);
    await page.getByLabel('Token').fill('wrong');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByRole('heading', { name: 'Control token' }).waitFor();
    await page.getByLabel('Token').fill(simulator.controlToken);
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText('live', { exact: true }).waitFor();
    await context.close();
    const opened = await open();
    await opened.page.getByText('live', { exact: true }).waitFor();
    assert.equal(opened.page.url(), `${simulator.url}/page/`);
    assert.deepEqual(opened.problems, []);
    await opened.context.close();
  });

  it('shows as text whatever strangers call themselves and write', async () => {
    const customer = simulator.world.addCustomer({ phone: '+16505551234', name: EVIL, username: EVIL, userId: EVIL });
    const opened = await open();
    const { page } = opened;
    await page.getByRole('heading', { name: EVIL }).waitFor();
    customer.write(EVIL);
    for (const message of [
      { type: 'image', image: { caption: EVIL, filename: EVIL, link: `javascript:alert(3)//${EVIL}` } },
      { type: 'contacts', contacts: [{ name: { formatted_name: EVIL }, phones: [{ phone: EVIL }] }] },
      { type: 'location', location: { latitude: 1, longitude: 2, name: EVIL, address: EVIL } },
      { type: EVIL, [EVIL]: { [EVIL]: EVIL } },
    ]) {
      customer.write(message);
    }
    const reply = { id: SHORT, title: SHORT };
    await sent({ type: 'text', text: { body: EVIL } });
    await sent({
      type: 'interactive',
      interactive: {
        type: 'button',
        header: { type: 'text', text: EVIL },
        body: { text: EVIL },
        footer: { text: EVIL },
        action: { buttons: [{ type: 'reply', reply }] },
      },
    });
    await sent({
      type: 'interactive',
      interactive: {
        type: 'list',
        body: { text: EVIL },
        action: { button: SHORT, sections: [{ title: SHORT, rows: [{ ...reply, description: EVIL }] }] },
      },
    });
    const parameters = [{ type: 'text', text: EVIL }];
    await sent({
      type: 'template',
      template: { name: EVIL, language: { code: EVIL }, components: [{ type: 'body', parameters }] },
    });
    assert.equal(await send({ type: EVIL }), 400);
    simulator.world.fireWebhook(number.phoneNumberId, EVIL);
    simulator.world.fireWebhook(number.phoneNumberId, {
      entry: [{ changes: [{ field: EVIL, value: { event: EVIL } }] }],
    });
    // The receiver never takes what is no JSON: its attempts go on.
    await page.locator('.bubble', { hasText: 'Template' }).getByText(EVIL, { exact: true }).first().waitFor();
    // Five that the customer wrote, four that the business sent.
    assert.equal(await page.locator('.bubble').count(), 9);
    // Everything that can be unfolded.
    await page.evaluate(`document.querySelectorAll('details').forEach((details) => (details.open = true))`);
    await page.locator('.detail pre', { hasText: EVIL }).first().waitFor();
    // A refused action is told, with what was refused.
    await page.getByRole('button', { name: 'Change number…' }).click();
    await page.getByLabel('New number').fill(EVIL);
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.locator('.toast.failed').waitFor();
    assert.equal(await page.locator('#main img, #main script, #top img, #toasts img').count(), 0);
    assert.deepEqual(
      opened.problems.filter((problem) => !/status of 400/.test(problem)),
      [],
    );
    await opened.shoot('strangers');
    await opened.context.close();
  });

  it('refuses a script that got into the page nevertheless', async () => {
    const opened = await open();
    await opened.page.getByText('live', { exact: true }).waitFor();
    await opened.page.evaluate(
      `document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.pwned = true">')`,
    );
    await opened.page.waitForFunction(`performance.now() > 0`);
    assert.equal(await opened.page.evaluate('window.pwned'), undefined);
    assert.ok(opened.problems.some((problem) => /Content Security Policy/.test(problem)));
    await opened.context.close();
  });
});
