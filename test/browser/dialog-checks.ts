import type { Page } from 'playwright-core';
import type { Part } from './accessibility';

/** What is ours in an open dialog. */
export const DIALOG = '.red-ui-tray:last-of-type .whatsapp-dialog';

/** The same without Node-RED's own controls, whose insides and colours are not ours to mend. */
export const OWN_PART: Part = {
  within: DIALOG,
  without: [
    '.red-ui-button > *',
    '.red-ui-typedInput-container',
    '.red-ui-editableList',
    '.red-ui-editor-text-container',
  ],
};

/** What of the open dialog is wider than the room that it has. */
export function findCutOff(page: Page): Promise<string[]> {
  return page.evaluate((selector) => {
    const dialog = document.querySelector(selector);
    const room = dialog?.closest('.red-ui-tray-body')?.getBoundingClientRect();
    if (dialog === null || room === undefined) return ['no dialog'];
    // A dialog with something wide in it becomes as wide itself, and covers the flow.
    if (room.width > window.innerWidth / 2) return [`the dialog takes ${room.width} pixels`];
    const isVisible = (element: Element): boolean => element.getClientRects().length > 0;
    return [...dialog.querySelectorAll('*')]
      .filter(isVisible)
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        return right > room.right + 1 || left < room.left - 1;
      })
      .map((element) => element.outerHTML.slice(0, 200));
  }, DIALOG);
}

const MOST_TABS = 200;

/** What of the open dialog can be used with a mouse, but is not reached by the tab key. */
export async function findUnreachable(page: Page): Promise<string[]> {
  const usable = await page.evaluate((selector) => {
    const dialog = document.querySelector(selector);
    const controls = [
      ...(dialog?.querySelectorAll('input, select, textarea, button, summary, a[href], [tabindex]') ?? []),
    ];
    const shown = controls.filter(
      (control) =>
        control.getClientRects().length > 0 && !control.matches(':disabled, [tabindex="-1"], [type="hidden"]'),
    );
    shown.forEach((control, index) => {
      control.setAttribute('data-test-control', String(index));
    });
    (shown[0] as HTMLElement | undefined)?.focus();
    return shown.map((control) => control.outerHTML.slice(0, 200));
  }, DIALOG);
  const reached = new Set<string>();
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    const control = await page.evaluate(() => document.activeElement?.getAttribute('data-test-control') ?? '');
    // Once around: the focus is back where it began, or has left the dialog.
    if (control === '' || reached.has(control)) break;
    reached.add(control);
    await page.keyboard.press('Tab');
  }
  return usable.filter((_, index) => !reached.has(String(index)));
}

/**
 * Calls back for the open dialog as it is, and for each other choice that its selects offer, also those which only a choice
 * shows.
 */
export async function eachChoice(page: Page, visit: (choice: string) => Promise<void>): Promise<void> {
  await visit('as it opens');
  const seen = new Set<string>();
  const visitSelects = async (): Promise<void> => {
    for (const { id, values, chosen } of await selectsOf(page)) {
      if (seen.has(id)) continue;
      seen.add(id);
      const select = page.locator(`${DIALOG} #${id}`);
      for (const value of values) {
        if (value === chosen) continue;
        await select.selectOption(value);
        await visit(`${id} = ${value}`);
        await visitSelects();
      }
      // What only asks to choose something cannot be chosen again.
      if (values.includes(chosen)) await select.selectOption(chosen);
    }
  };
  await visitSelects();
}

/** Those that are shown, but for the selectors of configuration nodes. */
function selectsOf(page: Page): Promise<{ id: string; values: string[]; chosen: string }[]> {
  return page.evaluate(
    (selector) =>
      [...document.querySelectorAll<HTMLSelectElement>(`${selector} select`)]
        .filter((select) => select.id !== '' && select.getClientRects().length > 0)
        .filter((select) => ![...select.options].some(({ value }) => value === '_ADD_'))
        .map(({ id, options, value: chosen }) => ({
          id,
          values: [...options].filter(({ disabled }) => !disabled).map(({ value }) => value),
          chosen,
        })),
    DIALOG,
  );
}
