import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { nodeRedVersion, projectDirectory } from '../harness/node-red';
import { type TempDir, tempDir } from '../harness/temp-dir';
import { FLAGS } from './editor-page';

const screenshots = join(projectDirectory, '.cache', 'screenshots', nodeRedVersion);

export interface PageOptions {
  width?: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
  /** What the browser's store holds for this origin already. */
  stored?: Record<string, string>;
}

/** A browser in which simulator pages are opened. */
export interface PageBrowser {
  open(url: string, options?: PageOptions): Promise<OpenedPage>;
  close(): Promise<void>;
}

export interface OpenedPage {
  page: Page;
  context: BrowserContext;
  /** What went wrong in the page: console errors (refused by the policy, too), exceptions, dialogs that script opened. */
  problems: string[];
  phone(name: string): Locator;
  /** Kept as an artefact of the run. */
  shoot(name: string): Promise<void>;
}

export async function startPageBrowser(): Promise<PageBrowser> {
  const home: TempDir = tempDir('chromium');
  const browser: Browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: FLAGS,
    env: { ...process.env, HOME: home.path },
  });
  mkdirSync(screenshots, { recursive: true });
  return {
    async open(url, { width = 1280, height = 800, colorScheme = 'light', stored = {} } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale: 'en-US' });
      await context.addInitScript(
        `for (const [name, value] of Object.entries(${JSON.stringify(stored)})) localStorage.setItem(name, value);`,
      );
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      const problems: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(`console: ${message.text()}`);
      });
      page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
      page.on('dialog', (dialog) => {
        problems.push(`dialog: ${dialog.message()}`);
        dialog.dismiss().catch(() => {});
      });
      await page.goto(url);
      return {
        page,
        context,
        problems,
        phone: (name) => page.getByRole('region', { name: `Phone of ${name}`, exact: true }),
        async shoot(name) {
          await page.screenshot({ path: join(screenshots, `simulator-${name}.png`), animations: 'disabled' });
        },
      };
    },
    async close() {
      await browser.close();
      home.remove();
    },
  };
}
