import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { frame } from './render/frame.mjs';
import { startProduct } from './render/product.mjs';
import { root } from './start/root.mjs';

// Makes the pictures of the documentation, each in the real editor: `node scripts/render-flow.mjs [example…]`, all if none is named.

const images = join(root, 'docs', 'images');
const all = readdirSync(join(root, 'examples'))
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace(/\.json$/, ''));
const examples = process.argv.length > 2 ? process.argv.slice(2) : all;
const unknown = examples.filter((example) => !all.includes(example));
if (unknown.length > 0)
  throw new Error(`There is no such example: ${unknown.join(', ')}. There are ${all.join(', ')}.`);

/** What is pressed before the picture is taken, and how much of the flow it shows. The others are shown whole, at rest. */
const STORIES = {
  're-authentication': {
    groupsShown: 3,
    async play(page, product) {
      await product.press('1');
      await page.locator('text=phone 1:').waitFor();
      await product.press('2');
      await product.press('3');
      await page.locator('text=phone 2:').waitFor();
      await page.locator('text=new e-mail').first().waitFor();
    },
  },
};

const home = mkdtempSync(join(tmpdir(), 'render-flow-home-'));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
  env: { ...process.env, HOME: home },
});
try {
  mkdirSync(images, { recursive: true });
  for (const example of examples) await render(example, STORIES[example] ?? {});
} finally {
  await browser.close();
  rmSync(home, { recursive: true, force: true });
}

async function render(example, { groupsShown, play }) {
  const product = await startProduct(example);
  const page = await browser.newPage({ viewport: { width: 1500, height: 1500 }, locale: 'en-US' });
  try {
    // The editor asks for catalogues and news; a picture needs neither.
    await page.route(
      (url) => url.origin !== new URL(product.editor).origin && url.protocol.startsWith('http'),
      (route) => route.fulfill({ status: 200, contentType: 'application/json', body: '{}' }),
    );
    await page.goto(product.editor);
    await page.waitForFunction(`document.querySelector('.red-ui-flow-node')`);
    await page.evaluate(`RED.actions.invoke('core:toggle-sidebar'); RED.actions.invoke('core:toggle-palette')`);
    await page.addStyleTag({ content: '.red-ui-workspace-chart-grid { display: none }' });
    await play?.(page, product);
    await page.screenshot({ path: join(images, `${example}.png`), clip: await frame(page, groupsShown) });
  } finally {
    await page.close();
    await product.stop();
  }
}
