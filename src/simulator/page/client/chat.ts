import type { Phone } from '../wire';
import { type BubbleActions, bubble, refreshBubble } from './bubble';
import { type Item, toConversation } from './conversation';
import { el } from './dom';
import { keepingFocus } from './keep-focus';

/** The chat on a phone: keeps what is there, adds what is new, and stays at the end unless somebody reads further up. */
export class Chat {
  readonly element = el('div', { class: 'chat', role: 'log', tabindex: '0' });
  readonly #actions: BubbleActions;
  readonly #shown = new Map<string, { state: string; element: HTMLElement }>();

  constructor(actions: BubbleActions) {
    this.#actions = actions;
    // A picture that comes later must not push the end out of sight.
    this.element.addEventListener('load', () => this.#isAtEnd && this.#toEnd(), true);
    this.element.addEventListener('scroll', () => {
      this.#isAtEnd = this.element.scrollHeight - this.element.scrollTop - this.element.clientHeight < 60;
    });
  }

  #isAtEnd = true;

  update(phone: Phone): void {
    this.element.setAttribute('aria-label', `Chat of ${phone.name}`);
    const wanted = toConversation(phone).map((item) => this.#toElement(item));
    if (phone.typing !== undefined) wanted.push(this.#keep('typing', 0, typing));
    keepingFocus(this.element, () => this.#place(wanted));
    if (this.#isAtEnd) this.#toEnd();
  }

  #toEnd(): void {
    this.element.scrollTop = this.element.scrollHeight;
  }

  #toElement(item: Item): HTMLElement {
    const { key } = item;
    if (item.kind === 'divider') return this.#keep(key, item.text, () => el('p', { class: 'divider' }, item.text));
    const { readAt: _, ...message } = item.message;
    const element = this.#keep(key, [message, item.quoted], () => bubble(item, this.#actions));
    refreshBubble(element, item);
    return element;
  }

  #keep(key: string, value: unknown, make: () => HTMLElement): HTMLElement {
    const state = JSON.stringify(value);
    const known = this.#shown.get(key);
    if (known?.state === state) return known.element;
    const element = make();
    this.#shown.set(key, { state, element });
    return element;
  }

  /** Moves as little as possible: a screen reader reads out what is added. */
  #place(wanted: readonly HTMLElement[]): void {
    const kept = new Set<Element>(wanted);
    for (const child of [...this.element.children]) if (!kept.has(child)) child.remove();
    wanted.forEach((element, index) => {
      const present = this.element.children[index];
      if (present !== element) this.element.insertBefore(element, present ?? null);
    });
    for (const [key, { element }] of this.#shown) if (!kept.has(element)) this.#shown.delete(key);
  }
}

function typing(): HTMLElement {
  const dots = [1, 2, 3].map(() => el('i', { 'aria-hidden': 'true' }));
  return el(
    'div',
    { class: 'bubble theirs typing' },
    el('span', { class: 'hidden' }, 'The business is writing'),
    ...dots,
  );
}
