import type { ApiFault, Faults } from '../../faults';
import { request } from './api';
import { choice } from './choice';
import { button, el, show } from './dom';
import { attempt, toast } from './toast';

/** Answers that API calls can get instead of being carried out. */
const ANSWERS: Record<string, Omit<ApiFault, 'times'> | null> = {
  'carried out': null,
  '500 · 131000 something went wrong': { code: 131000, httpStatus: 500 },
  '503 · 131016 service unavailable': { code: 131016, httpStatus: 503 },
  '429 · 80007 rate limit of the WABA': { code: 80007, httpStatus: 429 },
  '429 · 130429 throughput reached': { code: 130429, httpStatus: 429 },
  '429 · 131056 too many messages to one customer': { code: 131056, httpStatus: 429 },
  '400 · 4 too many calls of the app': { code: 4 },
  '401 · 190 access token expired': { code: 190 },
  '403 · 131031 account locked': { code: 131031 },
};

/** Makes the platform misbehave. */
export class FaultsPanel {
  readonly element = el('div', {});
  readonly #form = el('form', { class: 'form' });

  constructor() {
    this.element.append(
      el('p', { class: 'hint' }, 'Webhooks and calls from now on. Your flow must get along with all of it.'),
      this.#form,
    );
    this.#form.addEventListener('submit', (event) => event.preventDefault());
  }

  update(faults: Faults): void {
    show(this.#form, faults, () => this.#fields(faults));
  }

  #fields(faults: Faults): HTMLElement[] {
    const { duplicates, delayMs, disorderMs, batch, signature, apiError } = faults;
    const answer = Object.entries(ANSWERS).find(
      ([, fault]) => fault?.code === (apiError?.times ? apiError.code : undefined),
    );
    return [
      choice('Signature of webhooks', { valid: 'valid', wrong: 'wrong', missing: 'missing' }, signature, (value) =>
        change({ signature: value as Faults['signature'] }),
      ),
      choice('Each webhook comes', { 0: 'once', 1: 'twice', 4: 'five times' }, String(duplicates), (value) =>
        change({ duplicates: Number(value) }),
      ),
      choice(
        'Each webhook leaves',
        { 0: 'at once', 3000: '3 seconds late', 30000: '30 seconds late' },
        String(delayMs),
        (value) => change({ delayMs: Number(value) }),
      ),
      choice('Webhooks come', { 0: 'in order', 3000: 'in disorder, within 3 seconds' }, String(disorderMs), (value) =>
        change({ disorderMs: Number(value) }),
      ),
      choice(
        'Events in one webhook',
        { 1: 'one', 3: 'up to 3', 10: 'up to 10', 1000: 'up to 1,000' },
        String(batch?.size ?? 1),
        (value) => change({ batch: value === '1' ? null : { size: Number(value), waitMs: 3000 } }),
      ),
      choice(
        'The next 5 API calls are',
        Object.fromEntries(Object.keys(ANSWERS).map((name) => [name, name])),
        answer?.[0] ?? 'carried out',
        (value) => {
          const fault = ANSWERS[value];
          return change({ apiError: fault ? { ...fault, times: 5 } : null });
        },
      ),
      el(
        'div',
        { class: 'row end' },
        button(
          'Everything works',
          () =>
            void change({ signature: 'valid', duplicates: 0, delayMs: 0, disorderMs: 0, batch: null, apiError: null }),
          { class: 'quiet' },
        ),
      ),
    ];
  }
}

async function change(faults: Partial<Faults>): Promise<void> {
  if (await attempt(request('PATCH', 'faults', faults))) toast('From now on.');
}
