import type { TimelineEntry } from '../../timeline';
import type { Phone } from '../wire';
import { type Described, describeEntry } from './describe-entry';
import { el } from './dom';
import { entryDetails } from './entry-details';
import { keepingFocus } from './keep-focus';
import { isWanted, KINDS } from './timeline-filter';

/** Entries that the page keeps. */
const KEPT = 1000;

interface Item {
  entry: TimelineEntry;
  described: Described;
  element: HTMLElement;
}

/** Every API call and webhook, the newest first. */
export class TimelinePanel {
  readonly element = el('div', { class: 'timeline' });
  readonly #list = el('ol', { class: 'entries' });
  readonly #empty = el('p', { class: 'empty' }, 'Nothing yet.');
  readonly #kind = el(
    'select',
    { 'aria-label': 'What is shown' },
    ...Object.entries(KINDS).map(([value, text]) => el('option', { value }, text)),
  );
  readonly #search = el('input', {
    type: 'search',
    placeholder: 'Search in bodies',
    'aria-label': 'Search the timeline',
  });
  readonly #items = new Map<number, Item>();
  #names = new Map<string, string>();

  constructor() {
    this.element.append(el('div', { class: 'row filters' }, this.#kind, this.#search), this.#empty, this.#list);
    this.#kind.addEventListener('change', () => this.#filter());
    this.#search.addEventListener('input', () => this.#filter());
  }

  /** Whose numbers and user IDs are known. */
  setPhones(phones: readonly Phone[]): void {
    for (const { name, phone, userId } of phones) {
      this.#names.set(phone.slice(1), name);
      if (userId) this.#names.set(userId, name);
    }
  }

  add(entries: readonly TimelineEntry[]): void {
    keepingFocus(this.#list, () => {
      for (const entry of entries) {
        const known = this.#items.get(entry.id)?.element;
        const item = this.#toItem(entry, known);
        this.#items.set(entry.id, item);
        if (known) known.replaceWith(item.element);
        else this.#list.prepend(item.element);
      }
      for (const id of [...this.#items.keys()].slice(0, Math.max(0, this.#items.size - KEPT))) {
        this.#items.get(id)?.element.remove();
        this.#items.delete(id);
      }
      this.#filter();
    });
  }

  clear(): void {
    this.#items.clear();
    this.#list.replaceChildren();
  }

  #toItem(entry: TimelineEntry, before: HTMLElement | undefined): Item {
    const described = describeEntry(entry, (id) => this.#names.get(id) ?? (id || 'somebody'));
    const { kind, title, outcome, mood } = described;
    const summary = el(
      'summary',
      {},
      el('span', { class: `arrow ${kind}`, role: 'img', 'aria-label': kind }, kind === 'call' ? '→' : '←'),
      el('span', { class: 'title' }, title),
      el('span', { class: `outcome ${mood}` }, outcome),
      el('time', { datetime: entry.at }, entry.at.slice(11, 19)),
    );
    const details = el('details', {}, summary);
    // Most are never opened: bodies are laid out when they are.
    details.addEventListener('toggle', () => {
      if (details.open && details.children.length === 1) details.append(entryDetails(entry));
    });
    details.open = before?.querySelector('details')?.open ?? false;
    return { entry, described, element: el('li', { 'data-id': entry.id }, details) };
  }

  #filter(): void {
    const filter = { kind: this.#kind.value, words: this.#search.value };
    let count = 0;
    for (const { entry, described, element } of this.#items.values()) {
      element.hidden = !isWanted(entry, described, filter);
      if (!element.hidden) count += 1;
    }
    this.#empty.hidden = count > 0;
  }
}
