import type { PageNumber, Snapshot } from '../wire';
import { request } from './api';
import { el, show } from './dom';
import { SAMPLE_EVENTS, toWebhook } from './sample-events';
import { attempt, toast } from './toast';

/** Fires what the platform tells about accounts, numbers and templates: chosen from a list, changed at will. */
export class EventsPanel {
  readonly element: HTMLElement;
  readonly #event = el(
    'select',
    { size: '8', id: 'event-list' },
    ...SAMPLE_EVENTS.map(({ name }, index) => el('option', { value: index }, name)),
  );
  readonly #body = el('textarea', { rows: '14', spellcheck: 'false', id: 'event-body' });
  readonly #number = el('select', { id: 'event-number' });
  readonly #numberField = el(
    'label',
    { class: 'field', for: 'event-number' },
    el('span', {}, 'Business number'),
    this.#number,
  );
  #numbers: PageNumber[] = [];

  constructor() {
    const form = el(
      'form',
      { class: 'form' },
      this.#numberField,
      el('label', { class: 'field', for: 'event-list' }, el('span', {}, 'Event'), this.#event),
      el('label', { class: 'field', for: 'event-body' }, el('span', {}, 'Webhook (change it as you like)'), this.#body),
      el('div', { class: 'row end' }, el('button', { type: 'submit' }, 'Send the webhook')),
    );
    this.element = el('div', {}, form);
    this.#event.addEventListener('change', () => this.#fill());
    this.#number.addEventListener('change', () => this.#fill());
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#send();
    });
  }

  update({ numbers }: Snapshot): void {
    const isFirst = this.#numbers.length === 0 && numbers.length > 0;
    this.#numbers = numbers;
    this.#numberField.hidden = numbers.length < 2;
    show(
      this.#number,
      numbers.map(({ phoneNumberId }) => phoneNumberId),
      () =>
        numbers.map(({ phoneNumberId, displayPhoneNumber }) =>
          el('option', { value: phoneNumberId }, `+${displayPhoneNumber}`),
        ),
    );
    if (!isFirst) return;
    this.#event.selectedIndex = SAMPLE_EVENTS.findIndex(({ name }) => name.endsWith('ACCOUNT_VIOLATION'));
    this.#fill();
  }

  #fill(): void {
    const event = SAMPLE_EVENTS[this.#event.selectedIndex];
    const number = this.#chosen();
    if (event && number) this.#body.value = JSON.stringify(toWebhook(event, event.value(number), number), null, 2);
  }

  #chosen(): PageNumber | undefined {
    return this.#numbers.find(({ phoneNumberId }) => phoneNumberId === this.#number.value) ?? this.#numbers[0];
  }

  async #send(): Promise<void> {
    let body: unknown;
    try {
      body = JSON.parse(this.#body.value);
    } catch (error) {
      toast(`This is not JSON: ${error instanceof Error ? error.message : ''}`, 'failed');
      return;
    }
    const phoneNumberId = this.#chosen()?.phoneNumberId;
    if (await attempt(request('POST', 'webhooks', { body, phoneNumberId }))) toast('Sent: see the timeline.');
  }
}
