/**
 * The rectangle of the flow's groups in the page, and a little around them.
 *
 * @param groupsShown so many, from the top
 */
export async function frame(page, groupsShown = Number.POSITIVE_INFINITY) {
  const groups = await page.evaluate(
    `(() => { const all = []; RED.nodes.eachGroup(({ x, y, w, h }) => all.push({ x, y, w, h })); return all; })()`,
  );
  const svg = await page.locator('#red-ui-workspace-chart svg').first().elementHandle();
  // The palette and the sidebar slide away.
  await svg.waitForElementState('stable');
  const chart = await svg.boundingBox();
  const shown = groups.sort((a, b) => a.y - b.y).slice(0, groupsShown);
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
