import type { Snapshot } from '../wire';
import { request } from './api';
import { ask } from './ask';
import { button, el, show } from './dom';
import { attempt } from './toast';

const HOUR = 3_600_000;

/** Says what world this is, and changes it as a whole. */
export class TopBar {
  readonly element = el('div', { class: 'bar' });
  readonly #numbers = el('p', { class: 'numbers' });
  readonly #live = el('span', { class: 'live', role: 'status' });
  readonly #clock = el('span', { class: 'clock' });
  #members: Members = { number: undefined, phones: [] };

  constructor() {
    const forward = (label: string, forwardMs: number): HTMLButtonElement =>
      button(label, () => void attempt(request('POST', 'clock', { forwardMs })), { class: 'small quiet' });
    this.element.append(
      el('div', { class: 'name' }, el('h1', {}, 'WhatsApp simulator'), this.#numbers),
      el(
        'div',
        { class: 'tools', role: 'group', 'aria-label': 'The world' },
        this.#clock,
        forward('+1 hour', HOUR),
        forward('+1 day', 24 * HOUR),
        button('Add customer…', () => void addCustomer(), { class: 'small quiet' }),
        button('Add group…', () => void addGroup(this.#members), { class: 'small quiet' }),
        this.#live,
      ),
    );
    this.live(false);
  }

  update({ numbers, phones, clockOffset }: Snapshot): void {
    this.#members = { number: numbers[0]?.phoneNumberId, phones: phones.map(({ phone }) => phone) };
    show(this.#numbers, numbers, () => [
      numbers.length === 0
        ? 'There is no business number yet.'
        : numbers
            .map(({ displayPhoneNumber, api, identityCheck, webhookVerified }) =>
              [
                `+${displayPhoneNumber}`,
                api === 'cloud' ? 'Cloud API' : 'On-Premises API',
                api === 'cloud' && `identity check ${identityCheck ? 'on' : 'off'}`,
                webhookVerified ? 'webhook connected' : 'no webhook yet',
              ]
                .filter(Boolean)
                .join(' · '),
            )
            .join('  |  '),
    ]);
    const hours = Math.round(clockOffset / HOUR);
    show(this.#clock, hours, () => [hours > 0 && `clock moved on by ${hours} h`]);
  }

  live(isLive: boolean, reason = 'connecting …'): void {
    show(this.#live, [isLive, reason], () => [isLive ? 'live' : reason]);
    this.#live.classList.toggle('on', isLive);
  }
}

/** Whom a new group would have: all customers, and the business that makes it. */
interface Members {
  number: string | undefined;
  phones: string[];
}

async function addGroup({ number, phones }: Members): Promise<void> {
  const hint = `All ${phones.length} customers are in it. Flows write to it by its ID, which is in each of its messages.`;
  const answers = await ask('A new group', 'Add', [{ name: 'subject', label: 'Subject', value: 'Neighbours', hint }]);
  if (answers) void attempt(request('POST', 'groups', { ...answers, members: phones, ...(number && { number }) }));
}

async function addCustomer(): Promise<void> {
  const answers = await ask('A new customer', 'Add', [
    { name: 'name', label: 'Name', value: 'Cleo' },
    { name: 'phone', label: 'Number', value: '+16315551003', type: 'tel', hint: 'With plus sign and country code' },
    { name: 'username', label: 'Has a username, and hides the number from businesses', type: 'checkbox' },
  ]);
  if (!answers) return;
  const { name = '', phone, username } = answers;
  const hidden = username ? { username: name.toLowerCase().replace(/\W+/g, '.'), hidesNumber: true, userId: true } : {};
  void attempt(request('POST', 'customers', { name, phone, ...hidden }));
}
