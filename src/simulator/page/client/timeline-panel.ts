import type { TimelineEntry } from '../../timeline';
import type { Phone } from '../wire';
import { describeEntry } from './describe-entry';
import { el } from './dom';
import { entryDetails } from './entry-details';

const KINDS = {
  all: 'Everything',
  webhook: 'Webhooks',
  call: 'API calls',
  handshake: 'Handshakes',
  bad: 'What failed',
};

/** Entries that the page keeps. */
const KEPT = 1000;

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
  readonly #items = new Map<number, { entry: TimelineEntry; element: HTMLElement }>();
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
    for (const entry of entries) {
      const known = this.#items.get(entry.id);
      const element = this.#toItem(entry, known?.element);
      this.#items.set(entry.id, { entry, element });
      if (known) known.element.replaceWith(element);
      else this.#list.prepend(element);
    }
    for (const id of [...this.#items.keys()].slice(0, Math.max(0, this.#items.size - KEPT))) {
      this.#items.get(id)?.element.remove();
      this.#items.delete(id);
    }
    this.#filter();
  }

  clear(): void {
    this.#items.clear();
    this.#list.replaceChildren();
  }

  #toItem(entry: TimelineEntry, before: HTMLElement | undefined): HTMLElement {
    const { kind, title, outcome, mood } = describeEntry(entry, (id) => this.#names.get(id) ?? (id || 'somebody'));
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
    return el('li', { 'data-kind': kind, 'data-mood': mood }, details);
  }

  #filter(): void {
    const kind = this.#kind.value;
    const words = this.#search.value.toLowerCase();
    let count = 0;
    for (const { entry, element } of this.#items.values()) {
      const isKind =
        kind === 'all' || (kind === 'bad' ? element.dataset.mood === 'bad' : element.dataset.kind === kind);
      element.hidden =
        !isKind ||
        (words !== '' && !JSON.stringify(entry).toLowerCase().includes(words) && !titleOf(element).includes(words));
      if (!element.hidden) count += 1;
    }
    this.#empty.hidden = count > 0;
  }
}

const titleOf = (element: HTMLElement): string => (element.querySelector('.title')?.textContent ?? '').toLowerCase();
