import type { Snapshot } from '../wire';
import { button, el, show } from './dom';
import { STEPS, type Step, stepOf } from './story';

const DISMISSED = 'whatsapp-simulator-story';

/** Leads through the story of re-authentication, one press at a time. */
export class StoryBar {
  readonly element = el('section', { class: 'story', 'aria-label': 'What to do next', hidden: true });
  readonly #text = el('div', { class: 'story-text', 'aria-live': 'polite' });
  readonly #steps = el('ol', { class: 'steps' });

  constructor() {
    const hide = button('Hide', () => this.#dismiss(), { class: 'quiet small' });
    this.element.append(this.#steps, this.#text, hide);
  }

  /** @returns the step that the world has come to, unless nobody wants to be led */
  update(snapshot: Snapshot): Step | undefined {
    const step = sessionStorage.getItem(DISMISSED) === null ? stepOf(snapshot) : undefined;
    this.element.hidden = step === undefined;
    if (step === undefined) return undefined;
    show(this.#steps, step.at, () =>
      STEPS.map((name, index) =>
        el(
          'li',
          { class: index < step.at ? 'done' : '', 'aria-current': index === step.at && 'step' },
          el('span', { class: 'label' }, name),
        ),
      ),
    );
    show(this.#text, [step.text, step.link], () => [
      el('p', {}, step.text),
      step.link !== undefined &&
        el(
          'a',
          { class: 'button next', href: step.link, target: '_blank', rel: 'noopener noreferrer' },
          'Open the mailbox ↗',
        ),
    ]);
    return step;
  }

  #dismiss(): void {
    sessionStorage.setItem(DISMISSED, 'yes');
    this.element.hidden = true;
    for (const control of document.querySelectorAll('.next')) control.classList.remove('next');
  }
}
