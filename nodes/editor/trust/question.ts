import { button, el, show } from '../../../src/simulator/page/client/dom';
import { say } from './say';

interface QuestionOptions {
  title: string;
  /** What the button says. */
  action: string;
  /** Whether it cannot be undone: then nothing happens by pressing Enter at once. */
  isFinal: boolean;
  answer(isYes: boolean): void;
}

export interface Question {
  element: HTMLElement;
  /** Says what will happen. */
  explain(sentences: readonly string[]): void;
  focus(): void;
}

let asked = 0;

/** Asks in place before something is done. Escape is no. */
export function createQuestion({ title, action, isFinal, answer }: QuestionOptions): Question {
  asked += 1;
  const id = `whatsapp-trust-question-${asked}`;
  const kind = isFinal ? 'whatsapp-trust-final' : 'primary';
  const yes = button(action, () => answer(true), { class: `red-ui-button ${kind}` });
  const no = button(say('cancel'), () => answer(false), { class: 'red-ui-button' });
  const text = el('div', { id: `${id}-text` });
  const element = el(
    'div',
    { class: 'whatsapp-trust-question', role: 'alertdialog', 'aria-labelledby': id, 'aria-describedby': `${id}-text` },
    el('strong', { id }, title),
    text,
    el('div', { class: 'whatsapp-trust-actions' }, no, yes),
  );
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    answer(false);
  });
  return {
    element,
    explain: (sentences) => show(text, sentences, () => sentences.map((sentence) => el('p', {}, sentence))),
    focus: () => (isFinal ? no : yes).focus(),
  };
}
