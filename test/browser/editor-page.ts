import { type Browser, chromium, type Page } from 'playwright-core';
import { type TempDir, tempDir } from '../harness/temp-dir';

export interface EditorPage {
  page: Page;
  /** What went wrong in the page since it was opened: console errors, exceptions, requests that were refused. */
  problems: string[];
  close(): Promise<void>;
}

// Kept quiet, because on a machine without a way out Chromium's own errands fail, and fill the console.
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Opens Node-RED's editor in a headless Chromium and waits until it shows a flow and knows these node types. */
export async function openEditor(adminUrl: string, types: string[], locale = 'en-US'): Promise<EditorPage> {
  const home: TempDir = tempDir('chromium');
  const browser: Browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: FLAGS,
    env: { ...process.env, HOME: home.path },
  });
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, locale });
  const problems: string[] = [];
  const ours = new URL(adminUrl).origin;
  // The editor asks for catalogues and news in the world outside; a test answers them itself.
  await page.route(
    (url) => url.origin !== ours && url.protocol.startsWith('http'),
    (route) => route.fulfill({ status: 200, contentType: 'application/json', body: '{}' }),
  );
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => problems.push(`exception: ${error.stack ?? error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
  });

  const close = async (): Promise<void> => {
    await browser.close();
    home.remove();
  };
  try {
    await page.goto(adminUrl);
    await page.waitForFunction(
      `document.querySelector('.red-ui-flow-node') && ${JSON.stringify(types)}.every((type) => RED.nodes.getType(type))`,
      undefined,
      { timeout: 30_000 },
    );
  } catch (error) {
    // Nobody else could, and the tests would never end.
    await close();
    throw error;
  }
  return { page, problems, close };
}
