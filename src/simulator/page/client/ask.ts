import { button, el } from './dom';

export interface Question {
  name: string;
  label: string;
  value?: string;
  hint?: string;
  type?: 'text' | 'tel' | 'checkbox';
}

/** Asks for something in a dialog; resolves with the answers by name, or with null when the dialog was closed. */
export function ask(title: string, action: string, questions: Question[]): Promise<Record<string, string> | null> {
  return new Promise((resolve) => {
    const form = el('form', { method: 'dialog' }, el('h2', {}, title), ...questions.map(toField));
    const cancel = button('Cancel', () => dialog.close(), { class: 'quiet' });
    form.append(el('div', { class: 'row end' }, cancel, el('button', { type: 'submit', value: 'ok' }, action)));
    const dialog = el('dialog', { 'aria-label': title }, form);
    dialog.addEventListener('close', () => {
      dialog.remove();
      const answers = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
      resolve(dialog.returnValue === 'ok' ? answers : null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

function toField({ name, label, value = '', hint, type = 'text' }: Question): HTMLElement {
  const isBox = type === 'checkbox';
  const input = el('input', { name, type, value: isBox ? 'yes' : value, required: !isBox, autocomplete: 'off' });
  const words = el('span', {}, label);
  return el(
    'label',
    { class: isBox ? 'check' : 'field' },
    ...(isBox ? [input, words] : [words, input]),
    hint && el('small', {}, hint),
  );
}
