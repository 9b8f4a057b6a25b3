import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { root } from './start/root.mjs';

// Makes the pictures of the documentation: what `npm start` shows after the first three buttons, in the real editor.

const images = join(root, 'docs', 'images');
const GROUPS_SHOWN = 3;

const folder = mkdtempSync(join(tmpdir(), 'render-flow-'));
const product = await start();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
  env: { ...process.env, HOME: folder },
});
try {
  mkdirSync(images, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1500, height: 1300 }, locale: 'en-US' });
  // The editor asks for catalogues and news; a picture needs neither.
  await page.route(
    (url) => url.origin !== new URL(product.editor).origin && url.protocol.startsWith('http'),
    (route) => route.fulfill({ status: 200, contentType: 'application/json', body: '{}' }),
  );
  await page.goto(product.editor);
  await page.waitForFunction(`document.querySelector('.red-ui-flow-node')`);
  for (const button of ['1', '2', '3']) await press(page, button);
  await page.evaluate(`RED.actions.invoke('core:toggle-sidebar'); RED.actions.invoke('core:toggle-palette')`);
  await page.addStyleTag({ content: '.red-ui-workspace-chart-grid { display: none }' });
  await page.locator('text=new e-mail').first().waitFor();
  await page.screenshot({ path: join(images, 're-authentication.png'), clip: await frame(page) });
} finally {
  await browser.close();
  await product.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Presses a button and waits until the simulated phone has shown what came of it, as far as anything does. */
async function press(page, name) {
  const node = product.flow.find((candidate) => candidate.type === 'inject' && candidate.name?.startsWith(name));
  await fetch(`${product.editor}inject/${node.id}`, { method: 'POST' });
  if (name !== '2') await page.locator(`text=phone ${name === '1' ? 1 : 2}:`).waitFor();
}

/** The rectangle of the first groups. */
async function frame(page) {
  const groups = await page.evaluate(
    `(() => { const all = []; RED.nodes.eachGroup(({ x, y, w, h }) => all.push({ x, y, w, h })); return all; })()`,
  );
  const svg = await page.locator('#red-ui-workspace-chart svg').first().elementHandle();
  // The palette and the sidebar slide away.
  await svg.waitForElementState('stable');
  const chart = await svg.boundingBox();
  const shown = groups.sort((a, b) => a.y - b.y).slice(0, GROUPS_SHOWN);
  const x = Math.min(...shown.map((group) => group.x)) - 12;
  const y = Math.min(...shown.map((group) => group.y)) - 12;
  return {
    x: chart.x + x,
    y: chart.y + y,
    // Texts below the last nodes are wider than these.
    width: Math.max(...shown.map((group) => group.x + group.w)) + 40 - x,
    height: Math.max(...shown.map((group) => group.y + group.h)) + 12 - y,
  };
}

async function start() {
  const child = spawn(process.execPath, [join(root, 'scripts', 'start.mjs'), '--userDir', folder], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const ended = new Promise((resolve) => child.once('close', resolve));
  await new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      if (output.includes('Ctrl-C stops')) resolve();
    });
    child.once('close', () => reject(new Error(`It did not start:\n${output}`)));
  });
  return {
    editor: /^ {2}Editor +(\S+)/m.exec(output)[1],
    flow: JSON.parse(readFileSync(join(folder, 'flows.json'), 'utf8')),
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}
