import type { TrustState } from '../../../src/identity/verdict';
import { el } from '../../../src/simulator/page/client/dom';
import { say } from './say';

/** A state of trust: a word, and a mark beside it. */
export function stateBadge(state: TrustState): HTMLElement {
  return el('span', { class: 'whatsapp-trust-state', 'data-state': state }, say(`state.${state}`));
}

/** A time as people read it: today's without the day. */
export function timeOf(iso: string | null): HTMLElement | string {
  if (iso === null) return say('never');
  const at = new Date(iso);
  const isToday = at.toDateString() === new Date().toDateString();
  const options: Intl.DateTimeFormatOptions = isToday
    ? { timeStyle: 'medium' }
    : { dateStyle: 'short', timeStyle: 'short' };
  return el('time', { datetime: iso, title: at.toLocaleString() }, at.toLocaleString(undefined, options));
}

/** A hash in short. */
export function hashOf(hash: string): HTMLElement {
  const short = hash.length > 14 ? `${hash.slice(0, 8)}…${hash.slice(-4)}` : hash;
  return el('code', { title: hash }, short);
}
