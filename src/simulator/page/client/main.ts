import { isBehindEditor, rememberToken } from './access';
import { button, el } from './dom';
import { Layout } from './layout';
import { listen } from './stream';

void start();

async function start(): Promise<void> {
  const layout = new Layout();
  try {
    await listen(layout);
  } catch {
    layout.close();
    document.querySelector('#main')?.replaceChildren(isBehindEditor ? loginHint() : tokenForm());
  }
}

function loginHint(): HTMLElement {
  const editor = location.pathname.replace(/whatsapp-simulator\/page\/.*$/, '');
  return el(
    'section',
    { class: 'notice' },
    el('h1', {}, 'Please log in'),
    el('p', {}, 'This page takes the login of the Node-RED editor, and the permission to use the simulator.'),
    el('p', {}, el('a', { href: editor }, 'Log in to the editor'), ', then come back here.'),
    button('Try again', () => location.reload()),
  );
}

function tokenForm(): HTMLElement {
  const input = el('input', { type: 'password', autocomplete: 'off', required: true });
  const form = el(
    'form',
    { class: 'notice' },
    el('h1', {}, 'Control token'),
    el('p', {}, 'The simulator printed it when it started. It stays in this tab.'),
    el('label', { class: 'field' }, el('span', {}, 'Token'), input),
    el('button', { type: 'submit' }, 'Open'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    rememberToken(input.value.trim());
    location.reload();
  });
  return form;
}
