import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(__filename).resolve('axe-core'), 'utf8');

/**
 * Fails with every violation of WCAG 2.2 A and AA that axe finds, and which elements it is about.
 *
 * @param within a selector of what is ours in the page; all of it without one
 */
export async function assertAccessible(page: Page, within = 'html'): Promise<void> {
  // Past the policy of the page, which would refuse a script of ours in an element of its own.
  await page.evaluate(axe);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(${JSON.stringify(within)}, { runOnly: { type: 'tag', values: ${JSON.stringify(tags)} } })`,
  );
  const found = violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
  assert.deepEqual(found, []);
}
