import type { Locator, Page } from 'playwright-core';

/** The open dialog of a send node, as people know it: by its captions. */
export interface SendDialog {
  tray: Locator;
  /** A field by its caption, or by what is read out of it. */
  field(caption: string): Locator;
  /** What a row shows besides its field: the counters. */
  counter(caption: string): Locator;
  fill(caption: string, text: string): Promise<void>;
  /** Chooses what a field's value is: `msg.`, `J: expression`, … */
  chooseType(caption: string, type: string): Promise<void>;
  choose(caption: string, option: string): Promise<void>;
  preview: Locator;
  /** What is wrong, in a sentence; hidden where nothing is. */
  fault: Locator;
  done(): Promise<void>;
  cancel(): Promise<void>;
}

export async function openSendDialog(page: Page, id: string): Promise<SendDialog> {
  await page.evaluate(`RED.editor.edit(RED.nodes.node(${JSON.stringify(id)}))`);
  const tray = page.locator('.red-ui-tray').last();
  await tray.getByLabel('Message', { exact: true }).waitFor({ state: 'visible' });
  // It slides in; only then is there something to look at.
  await (await tray.elementHandle())?.waitForElementState('stable');
  const row = (caption: string): Locator =>
    tray.locator('.form-row', {
      has: page.locator('label', { hasText: new RegExp(`^\\s*${literally(caption)}\\s*$`) }),
    });
  const field = (caption: string): Locator => tray.getByLabel(caption, { exact: true }).filter({ visible: true });
  const close = async (name: string): Promise<void> => {
    await tray.getByRole('button', { name, exact: true }).click();
    await tray.waitFor({ state: 'detached' });
  };
  return {
    tray,
    field,
    counter: (caption) => row(caption).locator('.whatsapp-counter'),
    async fill(caption, text) {
      await field(caption).fill(text);
      await page.keyboard.press('Tab');
    },
    async chooseType(caption, type) {
      await row(caption).locator('button').first().click();
      await page.locator('.red-ui-typedInput-options:visible').getByText(type, { exact: true }).click();
    },
    async choose(caption, option) {
      await field(caption).selectOption({ label: option });
    },
    preview: tray.getByRole('group', { name: 'Preview' }),
    fault: tray.locator('#whatsapp-message-form-fault'),
    done: () => close('Done'),
    cancel: () => close('Cancel'),
  };
}

const literally = (text: string): string => text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
