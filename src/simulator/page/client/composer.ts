import { ATTACHMENTS } from './attachments';
import { button, el } from './dom';
import { fileKind } from './file-kind';
import type { Outgoing } from './outgoing';
import { toBase64 } from './to-base64';
import { attempt, toast } from './toast';

/** What is offered to be written with one press; the examples answer it. */
export const SUGGESTION = 'What is my balance?';

const MB = 1024 * 1024;
/** Behind the editor a body may have 5 MB, and Base64 takes a third more. */
const LARGEST_FILE = 3.5 * MB;

/** Where a customer writes. */
export function composer(send: (outgoing: Outgoing) => Promise<boolean>): {
  element: HTMLElement;
  update(name: string, canWrite: boolean): void;
} {
  const input = el('textarea', { rows: '1', placeholder: 'Message', maxlength: '4096' });
  const submit = el('button', { type: 'submit', class: 'send', 'aria-label': 'Send' }, '➤');
  const suggestion = button(SUGGESTION, () => void sendText(SUGGESTION), { class: 'suggestion', 'data-action': 'ask' });
  const summary = el('summary', { 'aria-label': 'Send something else' }, '+');
  const menu = el('details', { class: 'attach' }, summary);
  const chooser = el('input', { type: 'file', hidden: true, 'aria-label': 'File to send' });
  const close = (): void => {
    menu.open = false;
    summary.focus();
  };
  const items = [
    button('Picture or file…', () => chooser.click()),
    ...Object.entries(ATTACHMENTS).map(([name, make]) =>
      button(name, () => {
        close();
        void attempt(Promise.resolve(make()).then(send));
      }),
    ),
  ];
  menu.append(el('span', { class: 'menu' }, ...items));
  menu.addEventListener('keydown', (event) => event.key === 'Escape' && close());
  const form = el('form', { class: 'composer' }, menu, input, submit);

  const sendText = (body: string): Promise<boolean> => send({ message: { type: 'text', text: { body } } });
  async function sendTyped(): Promise<void> {
    const text = input.value;
    if (text.trim() === '') return;
    input.value = '';
    if (!(await sendText(text)) && input.value === '') input.value = text;
  }
  /** What is written already becomes the caption. */
  async function sendFile(file: File): Promise<void> {
    if (file.size > LARGEST_FILE) return toast('Files of up to 3.5 MB can be sent from here.', 'failed');
    const mimeType = file.type || 'application/octet-stream';
    const type = fileKind(mimeType);
    const caption = input.value.trim();
    const isCaptioned = caption !== '' && type !== 'audio' && type !== 'sticker';
    const about = { ...(isCaptioned && { caption }), ...(type === 'document' && { filename: file.name }) };
    const isSent = await send({ media: { type, mimeType, data: await toBase64(file), ...about } });
    if (isSent && isCaptioned) input.value = '';
  }
  chooser.addEventListener('change', () => {
    const [file] = chooser.files ?? [];
    chooser.value = '';
    close();
    if (file) void attempt(sendFile(file));
  });
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
    element: el('div', { class: 'writing' }, suggestion, form, chooser),
    update(name, canWrite) {
      input.setAttribute('aria-label', `Message from ${name}`);
      input.placeholder = canWrite ? 'Message' : 'Not online';
      for (const control of [input, submit, suggestion, ...items]) control.disabled = !canWrite;
    },
  };
}
