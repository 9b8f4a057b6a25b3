import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(__filename).resolve('axe-core'), 'utf8');

/** A part of a page. */
export interface Part {
  within: string;
  /** What in it is somebody else's. */
  without: readonly string[];
}

/** Fails with every violation of WCAG 2.2 A and AA that axe finds, and which elements it is about. */
export async function assertAccessible(page: Page, part?: Part, message?: string): Promise<void> {
  // Past the policy of the page, which would refuse a script of ours in an element of its own.
  await page.evaluate(axe);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const context = part === undefined ? { include: ['html'] } : { include: [part.within], exclude: part.without };
  // The editor's body has no height and hides what is beyond it: axe takes all of the editor for hidden.
  await page.evaluate(`document.body.style.minHeight = '100vh'`);
  const { violations, passes } = await page.evaluate<AxeResults>(
    `axe.run(${JSON.stringify(context)}, { runOnly: { type: 'tag', values: ${JSON.stringify(tags)} } })`,
  );
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html} ${failureSummary}`),
  );
  assert.deepEqual(found, [], message && [message, ...found].join('\n'));
  const contrasts = passes.filter(({ id }) => id === 'color-contrast').flatMap(({ nodes }) => nodes);
  assert.ok(
    contrasts.some(({ any }) => any.some(({ data }) => data?.contrastRatio > 0)),
    'axe has seen nothing',
  );
}
