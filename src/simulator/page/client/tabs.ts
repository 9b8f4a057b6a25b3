import { el } from './dom';

/** Panels of which one is shown, as the authoring practices for tabs want them: arrow keys change, Tab leaves. */
export class Tabs {
  readonly element: HTMLElement;
  readonly #tabs: HTMLButtonElement[];
  readonly #panels: HTMLElement[];

  constructor(panels: Record<string, HTMLElement>) {
    this.#panels = Object.values(panels);
    this.#tabs = Object.keys(panels).map((name, index) =>
      el(
        'button',
        {
          type: 'button',
          role: 'tab',
          id: `tab-${name}`,
          'aria-controls': `panel-${name}`,
          click: () => this.#select(index),
        },
        name,
      ),
    );
    Object.entries(panels).forEach(([name, panel]) => {
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('id', `panel-${name}`);
      panel.setAttribute('aria-labelledby', `tab-${name}`);
    });
    const row = el('div', { role: 'tablist', class: 'tabs', 'aria-label': 'Platform' }, ...this.#tabs);
    row.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const at = this.#tabs.indexOf(event.target as HTMLButtonElement);
      if (step === undefined || at === -1) return;
      const next = (at + step + this.#tabs.length) % this.#tabs.length;
      this.#select(next);
      this.#tabs[next]?.focus();
    });
    this.element = el('div', { class: 'tabbed' }, row, ...this.#panels);
    this.#select(0);
  }

  #select(chosen: number): void {
    this.#tabs.forEach((tab, index) => {
      tab.setAttribute('aria-selected', String(index === chosen));
      tab.tabIndex = index === chosen ? 0 : -1;
    });
    this.#panels.forEach((panel, index) => {
      panel.hidden = index !== chosen;
    });
  }
}
