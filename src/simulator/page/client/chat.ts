import type { Phone, PhoneMessage } from '../wire';
import { type BubbleActions, bubble } from './bubble';
import { el } from './dom';

/** The chat on a phone: keeps what is there, adds what is new, and stays at the end unless somebody reads further up. */
export class Chat {
  readonly element = el('div', { class: 'chat', role: 'log', tabindex: '0' });
  readonly #actions: BubbleActions;
  readonly #shown = new Map<string, { state: string; element: HTMLElement }>();

  constructor(actions: BubbleActions) {
    this.#actions = actions;
  }

  update(phone: Phone): void {
    this.element.setAttribute('aria-label', `Chat of ${phone.name}`);
    const isAtEnd = this.element.scrollHeight - this.element.scrollTop - this.element.clientHeight < 60;
    const reactions = reactionsOf(phone.messages);
    const wanted: HTMLElement[] = [];
    let before: Pick<PhoneMessage, 'person' | 'device'> = { person: { generation: 1, name: '' }, device: 1 };
    for (const message of phone.messages) {
      const told = tellChange(before, message);
      if (told) wanted.push(this.#keep(`before ${message.id}`, told, () => divider(told)));
      before = message;
      if (isReaction(message) && reactions.isShown(message)) continue;
      const emojis = reactions.of(message.id);
      wanted.push(this.#keep(message.id, [message, emojis], () => bubble(message, emojis, this.#actions)));
    }
    const last = tellChange(before, phone);
    if (last) wanted.push(this.#keep('last', last, () => divider(last)));
    if (wanted.length === 0) wanted.push(this.#keep('empty', 0, () => divider('No messages yet')));
    this.#place(wanted);
    if (isAtEnd) this.element.scrollTop = this.element.scrollHeight;
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

const divider = (text: string): HTMLElement => el('p', { class: 'divider' }, text);

type Holder = Pick<PhoneMessage, 'person' | 'device'>;

function tellChange(before: Holder, after: Holder): string | undefined {
  if (before.person.generation !== after.person.generation) return `${after.person.name} holds this number now`;
  return before.device === after.device ? undefined : `New device (${after.device}), new identity hash`;
}

const isReaction = ({ content }: PhoneMessage): boolean => content.type === 'reaction';

/** Reactions belong on the message that they are about, the latest of each side. */
function reactionsOf(messages: readonly PhoneMessage[]) {
  const ids = new Set(messages.map(({ id }) => id));
  const targetOf = ({ content }: PhoneMessage): string =>
    String((content.reaction as { message_id?: unknown } | undefined)?.message_id ?? '');
  const emojiOf = ({ content }: PhoneMessage): string =>
    String((content.reaction as { emoji?: unknown } | undefined)?.emoji ?? '');
  const byMessage = new Map<string, Map<string, string>>();
  for (const message of messages.filter(isReaction)) {
    const target = targetOf(message);
    byMessage.set(target, (byMessage.get(target) ?? new Map<string, string>()).set(message.from, emojiOf(message)));
  }
  return {
    isShown: (message: PhoneMessage) => ids.has(targetOf(message)),
    of: (id: string) => [...(byMessage.get(id)?.values() ?? [])].filter(Boolean),
  };
}
