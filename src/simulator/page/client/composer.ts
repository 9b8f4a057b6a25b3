import type { MessageContent } from '../../world/sent-message';
import { ATTACHMENTS } from './attachments';
import { button, el } from './dom';

/** What is offered to be written with one press; the examples answer it. */
export const SUGGESTION = 'What is my balance?';

/** Where a customer writes. */
export function composer(send: (content: MessageContent) => Promise<boolean>): {
  element: HTMLElement;
  update(name: string, canWrite: boolean): void;
} {
  const input = el('textarea', { rows: '1', placeholder: 'Message', maxlength: '4096' });
  const submit = el('button', { type: 'submit', class: 'send', 'aria-label': 'Send' }, '➤');
  const suggestion = button(SUGGESTION, () => void sendText(SUGGESTION), { class: 'suggestion', 'data-action': 'ask' });
  const menu = el('details', { class: 'attach' }, el('summary', { 'aria-label': 'Send something else' }, '+'));
  const items = Object.entries(ATTACHMENTS).map(([name, make]) =>
    button(name, () => {
      menu.open = false;
      void send(make());
    }),
  );
  menu.append(el('span', { class: 'menu' }, ...items));
  const form = el('form', { class: 'composer' }, menu, input, submit);

  const sendText = (body: string): Promise<boolean> => send({ type: 'text', text: { body } });
  async function sendTyped(): Promise<void> {
    const text = input.value;
    if (text.trim() === '') return;
    input.value = '';
    if (!(await sendText(text)) && input.value === '') input.value = text;
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void sendTyped();
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void sendTyped();
  });
  return {
    element: el('div', { class: 'writing' }, suggestion, form),
    update(name, canWrite) {
      input.setAttribute('aria-label', `Message from ${name}`);
      input.placeholder = canWrite ? 'Message' : 'Not online';
      for (const control of [input, submit, suggestion, ...items]) control.disabled = !canWrite;
    },
  };
}
