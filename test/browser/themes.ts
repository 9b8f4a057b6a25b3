import type { Page } from 'playwright-core';

export type Theme = 'light' | 'dark';

/**
 * Shows the editor in a theme. Node-RED 5.0 has a dark one; older ones get theirs as a theme package would bring it, by
 * other values of the variables that all of the editor takes its colours from.
 */
export async function useTheme(page: Page, theme: Theme): Promise<void> {
  await page.evaluate(
    ({ isDark, variables }) => {
      document.documentElement.classList.toggle('nr-theme-dark', isDark);
      document.getElementById('test-theme')?.remove();
      const hasOwn = [...document.styleSheets].some((sheet) =>
        [...sheet.cssRules].some(({ cssText }) => cssText.startsWith('html.nr-theme-dark')),
      );
      if (!isDark || hasOwn) return;
      const style = document.createElement('style');
      style.id = 'test-theme';
      style.textContent = `:root { ${variables} }`;
      document.head.append(style);
    },
    { isDark: theme === 'dark', variables: DARK },
  );
}

const DARK = Object.entries({
  'primary-color': '#f0f0f0',
  'primary-background': '#15151a',
  'secondary-background': '#1b1b23',
  'secondary-background-hover': '#1e1e27',
  'secondary-background-selected': '#22222c',
  'secondary-background-inactive': '#14141b',
  'secondary-background-disabled': '#14141b',
  'tertiary-background': '#1b1b23',
  'primary-text-color': '#f0f0f0',
  'secondary-text-color': '#aaaaaa',
  'tertiary-text-color': '#9a9a9a',
  'header-text-color': '#e0e0e0',
  'text-color-error': '#ff6369',
  'text-color-link': '#6cb6ff',
  'text-color-code': '#00d4c8',
  'primary-border-color': '#3a3a44',
  'secondary-border-color': '#3a3a44',
  'tertiary-border-color': '#3a3a44',
  'form-background': '#15151a',
  'form-text-color': '#f0f0f0',
  'form-text-color-disabled': '#7a7a7b',
  'form-placeholder-color': '#8a8a8b',
  'form-input-background': '#22222c',
  'form-input-background-disabled': '#1b1b23',
  'form-input-border-color': '#4a4a55',
  'form-button-background': '#22222c',
  'form-tips-background': '#2a2a34',
  'view-background': '#15151a',
  'popover-background': '#22222c',
  'popover-color': '#f0f0f0',
  'workspace-button-background': '#22222c',
  'workspace-button-color': '#f0f0f0',
  'workspace-button-background-hover': '#2a2a34',
  'workspace-button-color-hover': '#f0f0f0',
  'workspace-button-color-primary': '#f0f0f0',
  'workspace-button-background-primary': '#8f0000',
  'dialog-background': '#15151a',
  'palette-content-background': '#15151a',
  'palette-header-background': '#1b1b23',
  'palette-header-color': '#e0e0e0',
  'view-grid-color': '#22222c',
  'tab-background': '#15151a',
  'tab-background-active': '#22222c',
  'tab-text-color-active': '#e0e0e0',
  'list-item-color': '#f0f0f0',
  'list-item-background': '#15151a',
  'border-color-success': '#30a46c',
  'border-color-warning': '#e2a336',
  'border-color-error': '#e5484d',
})
  .map(([name, value]) => `--red-ui-${name}: ${value};`)
  .join(' ');
