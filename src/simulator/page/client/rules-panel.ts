import type { Rules } from '../../rules';
import { request } from './api';
import { choice } from './choice';
import { el, show } from './dom';
import { attempt, toast } from './toast';

/** The rules that are decided by a word, or by yes and no: what each asks, and what each answer means. */
const QUESTIONS: Partial<Record<keyof Rules, [question: string, answers: Record<string, string>]>> = {
  mismatchAnswer: [
    'A message with an outdated hash',
    { status: 'is accepted, and fails with 137000', http: 'is refused at once' },
  ],
  stampStatusAt: [
    'The hash on a status is that of',
    { delivery: 'the device that was reached', sending: 'the moment of sending' },
  ],
  stampStatusSentWithHash: ['Statuses of messages sent with a hash', { false: 'carry none', true: 'carry one too' }],
  closedWindow: [
    'What is no template, after 24 hours',
    { status: 'is accepted, and fails with 131047', http: 'is refused at once', ignore: 'arrives' },
  ],
  unknownTemplates: ['Templates that the business does not have', { accept: 'are sent', refuse: 'are refused' }],
  limitSending: ['More than may be sent', { true: 'is refused with 130429 or 131056', false: 'is sent' }],
  numberWithoutPlus: [
    'A number without its plus sign',
    { prepend: 'gets the country code of the business', international: 'is taken for complete' },
  ],
  advancedAccess: ['Codes for the business number', { true: 'can be requested', false: 'are not permitted' }],
};

/** Decides what the platform's documents leave open. */
export class RulesPanel {
  readonly element = el('div', {});
  readonly #form = el('form', { class: 'form' });

  constructor() {
    const hint =
      'How the platform decides where its documents leave it open. The first answer of each is the usual one.';
    this.element.append(el('p', { class: 'hint' }, hint), this.#form);
    this.#form.addEventListener('submit', (event) => event.preventDefault());
  }

  update(rules: Rules): void {
    show(this.#form, rules, () =>
      Object.entries(QUESTIONS).map(([name, [question, answers]]) => {
        const value = rules[name as keyof Rules];
        return choice(question, answers, String(value), (chosen) =>
          change({ [name]: typeof value === 'boolean' ? chosen === 'true' : chosen }),
        );
      }),
    );
  }
}

async function change(rules: Record<string, string | boolean>): Promise<void> {
  if (await attempt(request('PATCH', 'rules', rules))) toast('From now on.');
}
