import { button, el, show } from '../../../src/simulator/page/client/dom';
import { CallError } from './call';
import { say } from './say';

export interface MessageBar {
  element: HTMLElement;
  /** Says what has been done, or what could not be. */
  tell(text: string, isProblem?: boolean): void;
  /** Says why there is nothing to show, until there is. */
  block(text: string, detail?: string): void;
  unblock(): void;
  readonly isBlocked: boolean;
}

/** What the sidebar has to say beside what it shows. It is read out as it changes. */
export function createMessageBar(retry: () => void): MessageBar {
  const done = el('div', { class: 'whatsapp-trust-said', role: 'status' });
  const problem = el('div', { class: 'whatsapp-trust-said whatsapp-trust-problem', role: 'alert' });
  const obstacle = el('div', { class: 'whatsapp-trust-hint' });
  let isBlocked = false;
  done.hidden = true;
  problem.hidden = true;
  obstacle.hidden = true;
  return {
    element: el('div', {}, done, problem, obstacle),
    get isBlocked() {
      return isBlocked;
    },
    tell(text, isProblem = false) {
      done.textContent = isProblem ? '' : text;
      problem.textContent = isProblem ? text : '';
      for (const place of [done, problem]) place.hidden = place.textContent === '';
    },
    block(text, detail = '') {
      isBlocked = true;
      obstacle.hidden = false;
      show(obstacle, [text, detail], () => [
        el('p', {}, text),
        detail !== '' && el('p', {}, detail),
        button(say('retry'), retry, { class: 'red-ui-button red-ui-button-small' }),
      ]);
    },
    unblock() {
      isBlocked = false;
      obstacle.hidden = true;
    },
  };
}

/** Why a request failed, for people. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof CallError)) return error instanceof Error ? error.message : String(error);
  if (error.status === 401 || error.status === 403) return say('forbidden');
  return error.status === 0 || error.message === '' ? say('failed') : error.message;
}
