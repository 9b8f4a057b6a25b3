import type { MessageContent } from '../../world/sent-message';
import type { Phone, PhoneMessage, Snapshot } from '../wire';
import { act } from './api';
import { ask } from './ask';
import { Chat } from './chat';
import { composer } from './composer';
import { button, el, show } from './dom';
import type { Outgoing } from './outgoing';
import { attempt, toast } from './toast';
import { identity } from './trust';

/** A customer's phone, with what can happen to it. */
export class PhoneCard {
  readonly element: HTMLElement;
  readonly #head = el('header', { class: 'phone-head' });
  readonly #identity = el('dl', { class: 'identity' });
  readonly #actions = el('div', { class: 'actions', role: 'group' });
  readonly #writing = composer((outgoing) => this.#write(outgoing));
  readonly #chat = new Chat({
    reply: (message, content) =>
      void this.#write({ message: { ...content, ...contextOf(message, content, this.#snapshot) } }),
  });
  #phone: Phone;
  #snapshot: Snapshot;
  /** The business number, or the group, that this customer writes to. */
  #to: string | undefined;

  constructor(phone: Phone, snapshot: Snapshot) {
    this.#phone = phone;
    this.#snapshot = snapshot;
    const screen = el('div', { class: 'screen' }, this.#head, this.#chat.element, this.#writing.element);
    this.element = el('section', { class: 'phone' }, screen, this.#identity, this.#actions);
  }

  /** @param next the action that the story wants to be taken next, if it is on this phone */
  update(phone: Phone, snapshot: Snapshot, next: string | undefined): void {
    this.#phone = phone;
    this.#snapshot = snapshot;
    const { name, username, hidesNumber, online, onWhatsApp, waiting, messages, identityHash, device, flows, groups } =
      phone;
    const unread = messages.filter(({ from, readAt }) => from === 'business' && readAt === undefined).length;
    this.element.setAttribute('aria-label', `Phone of ${name}`);
    this.element.classList.toggle('off', !online || !onWhatsApp);
    const isOpen = !phone.closedTo.includes(this.#number ?? '');
    const names = [name, phone.phone, username, hidesNumber];
    const head = [...names, online, onWhatsApp, waiting, unread, isOpen, groups, snapshot.numbers];
    show(this.#head, head, () => this.#headParts(unread, isOpen));
    show(this.#identity, [identityHash, device, flows, snapshot.numbers], () =>
      identity(phone, ({ phoneNumberId }) => {
        const number = snapshot.numbers.find((known) => known.phoneNumberId === phoneNumberId);
        return snapshot.numbers.length > 1 ? `Flow of +${number?.displayPhoneNumber ?? phoneNumberId}` : 'For the flow';
      }),
    );
    show(this.#actions, [name, online, onWhatsApp], () => this.#actionParts());
    this.#chat.update(phone);
    this.#writing.update(name, online && onWhatsApp);
    for (const control of this.element.querySelectorAll('[data-action]')) {
      control.classList.toggle('next', control.getAttribute('data-action') === next);
    }
  }

  /** The business number of what this customer writes to. */
  get #number(): string | undefined {
    const { numbers } = this.#snapshot;
    const chosen = numbers.find(({ phoneNumberId }) => phoneNumberId === this.#to);
    return (chosen ?? numbers[0])?.phoneNumberId;
  }

  #headParts(unread: number, isOpen: boolean): (Node | false)[] {
    const { name, phone, username, hidesNumber, online, onWhatsApp, waiting } = this.#phone;
    const state = !onWhatsApp
      ? 'not on WhatsApp'
      : online
        ? 'online'
        : `offline${waiting > 0 ? `, ${waiting} waiting` : ''}`;
    const shownName = [username && `@${username}`, hidesNumber ? `${phone} (hidden)` : phone]
      .filter(Boolean)
      .join(' · ');
    const { numbers } = this.#snapshot;
    const closed = 'The customer has not written for 24 hours';
    return [
      el('span', { class: 'avatar', 'aria-hidden': 'true' }, [...name][0] ?? '?'),
      el('div', { class: 'who' }, el('h2', {}, name), el('p', {}, shownName)),
      el('div', { class: 'state' }, el('span', { class: `online ${state.split(',')[0]}` }, state)),
      unread > 0 && button(`Read ${unread}`, () => this.#do('read'), { class: 'small', 'data-action': 'read' }),
      !isOpen && el('p', { class: 'closed', title: closed }, 'Templates only: 24 hours are over'),
      numbers.length + this.#phone.groups.length > 1 && this.#addressees(),
    ];
  }

  #addressees(): HTMLElement {
    const all = [
      ...this.#snapshot.numbers.map((number) => [number.phoneNumberId, `to +${number.displayPhoneNumber}`]),
      ...this.#phone.groups.map(({ id, subject }) => [id, `to the group ${subject}`]),
    ];
    const options = all.map(([value, label = '']) => el('option', { value, selected: value === this.#to }, label));
    const choice = el('select', { 'aria-label': 'Where it is written to' }, ...options);
    choice.addEventListener('change', () => (this.#to = choice.value));
    return choice;
  }

  #actionParts(): Node[] {
    const { online, onWhatsApp } = this.#phone;
    this.#actions.setAttribute('aria-label', `What happens to ${this.#phone.name}`);
    return [
      button('New device', () => this.#do('new-device'), { 'data-action': 'new-device' }),
      button('SIM swap to someone else…', () => this.#swap(), { 'data-action': 'sim-swap' }),
      button('Change number…', () => this.#changeNumber(), { 'data-action': 'change-number' }),
      online ? button('Go offline', () => this.#do('offline')) : button('Go online', () => this.#do('online')),
      onWhatsApp ? button('Leave WhatsApp', () => this.#do('leave')) : button('Join WhatsApp', () => this.#do('join')),
    ];
  }

  async #swap(): Promise<void> {
    const answers = await ask('SIM swap: who holds the number from now on?', 'Swap', [
      { name: 'name', label: 'Name', value: this.#phone.person.generation === 1 ? 'Mallory' : 'Ana' },
      { name: 'recycled', label: 'The number was given to a new customer (another user ID)', type: 'checkbox' },
    ]);
    if (answers) this.#do('sim-swap', { name: answers.name, ...(answers.recycled && { userId: true }) });
  }

  async #changeNumber(): Promise<void> {
    const value = this.#phone.phone.replace(/\d$/, (digit) => String((Number(digit) + 5) % 10));
    const label = 'New number';
    const hint = 'With plus sign and country code';
    const answers = await ask(`${this.#phone.name} changes the number`, 'Change', [
      { name: 'phone', label, value, hint, type: 'tel' },
    ]);
    if (answers) this.#do('change-number', answers);
  }

  #do(action: string, body?: unknown): void {
    const { name } = this.#phone;
    void attempt(act(this.#phone.phone, action, body)).then((isDone) => {
      const done = DONE[action];
      if (isDone && done) toast(`${name} ${done}`);
    });
  }

  #write(outgoing: Outgoing): Promise<boolean> {
    const group = this.#phone.groups.find(({ id }) => id === this.#to)?.id;
    const to = this.#number;
    const where = group === undefined ? to !== undefined && { to } : { group };
    return attempt(act(this.#phone.phone, 'messages', { ...outgoing, ...where }));
  }
}

const DONE: Record<string, string> = {
  'new-device': 'set WhatsApp up on a new device: another identity hash. WhatsApp tells nobody.',
  'sim-swap': 'lost the number to somebody else: another identity hash. WhatsApp tells nobody.',
  'change-number': 'has another number now.',
};

/** A tap names the message that it answers; a reaction names it inside. */
function contextOf(message: PhoneMessage, content: MessageContent, { numbers }: Snapshot): object {
  if (content.type === 'reaction') return {};
  const from = numbers.find(({ phoneNumberId }) => phoneNumberId === message.number)?.displayPhoneNumber;
  return { context: { from, id: message.id } };
}
