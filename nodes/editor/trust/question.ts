import { button, el } from '../../../src/simulator/page/client/dom';
import { say } from './say';

interface QuestionOptions {
  /** What is asked, and what will happen. */
  title: string;
  sentences: string[];
  /** What the button says. */
  action: string;
  /** Whether it cannot be undone: then nothing happens by pressing Enter at once. */
  isFinal: boolean;
  answer(isYes: boolean): void;
}

/** Asks in place before something is done; Escape is no. The focus is the caller's to put there. */
export function createQuestion({ title, sentences, action, isFinal, answer }: QuestionOptions): HTMLElement {
  const id = `whatsapp-trust-question-${Date.now()}`;
  const yes = button(action, () => answer(true), {
    class: `red-ui-button ${isFinal ? 'whatsapp-trust-final' : 'primary'}`,
  });
  const no = button(say('cancel'), () => answer(false), { class: 'red-ui-button' });
  (isFinal ? no : yes).setAttribute('data-first', '');
  const element = el(
    'div',
    { class: 'whatsapp-trust-question', role: 'alertdialog', 'aria-labelledby': id, 'aria-describedby': `${id}-text` },
    el('strong', { id }, title),
    el('div', { id: `${id}-text` }, ...sentences.map((sentence) => el('p', {}, sentence))),
    el('div', { class: 'whatsapp-trust-actions' }, no, yes),
  );
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    answer(false);
  });
  return element;
}
