import { TRUST_STATES, type TrustState } from '../../../src/identity/verdict';
import { button, el, show } from '../../../src/simulator/page/client/dom';
import type { TrustAccount, TrustPage, TrustRow } from '../../shared/trust-wire';
import { focusName, focusOn, keepingFocus } from './keeping-focus';
import { say } from './say';
import { stateBadge, timeOf } from './words';

/** Which customers the list shows. */
export interface Wanted {
  text: string;
  /** A state; or `waiting`, for those with held messages. */
  only?: TrustState | 'waiting';
  offset: number;
}

interface ListOptions {
  /** Called when something else is wanted. */
  want(): void;
  open(key: TrustRow['key']): void;
}

export interface CustomerList {
  element: HTMLElement;
  readonly wanted: Wanted;
  show(page: TrustPage, account: TrustAccount): void;
  /** Wants everybody again. */
  reset(): void;
  /** Puts the focus on a customer, where it was before that one was opened. */
  focus(key: TrustRow['key']): void;
}

export const PAGE = 50;
/** Milliseconds after the last key. */
const TYPING = 250;

/** The customers of an account: a search, how many there are of each state, and a page of them. */
export function createCustomerList({ want, open }: ListOptions): CustomerList {
  let wanted: Wanted = { text: '', offset: 0 };
  const input = el('input', {
    type: 'search',
    class: 'whatsapp-trust-search',
    placeholder: say('search'),
    'aria-label': say('search'),
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const filters = el('div', { class: 'whatsapp-trust-filters', role: 'group', 'aria-label': say('filters') });
  const rows = el('ul', { class: 'whatsapp-trust-rows', 'aria-label': say('customers') });
  const hint = el('div', { class: 'whatsapp-trust-hint' });
  const pager = el('div', { class: 'whatsapp-trust-pager' });

  const change = (next: Partial<Wanted>): void => {
    wanted = { ...wanted, offset: 0, ...next };
    want();
  };
  let typing: ReturnType<typeof setTimeout> | undefined;
  input.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => change({ text: input.value }), TYPING);
  });
  rows.addEventListener('keydown', moveByArrows);

  const filter = (only: Wanted['only'], count: number): HTMLElement => {
    const isOn = wanted.only === only;
    const press = (): void => {
      const { only: _, ...rest } = wanted;
      wanted = isOn || only === undefined ? rest : { ...rest, only };
      change({});
    };
    const label = only === undefined ? say('all') : only === 'waiting' ? say('waiting') : say(`state.${only}`);
    const props = {
      class: 'whatsapp-trust-filter',
      'aria-pressed': String(isOn),
      'data-only': only ?? 'all',
      ...focusName(only ?? 'all'),
    };
    const made = button(label, press, props);
    made.append(' ', el('b', {}, count.toLocaleString()));
    return made;
  };

  const row = ({ key, phone, userId, state, since, lastEvidence, heldMessages }: TrustRow): HTMLElement => {
    const name = el('span', { class: 'whatsapp-trust-name' }, phone ?? userId ?? '');
    const content = button('', () => open(key), { class: 'whatsapp-trust-row', ...focusName(key) });
    content.append(
      el(
        'span',
        { class: 'whatsapp-trust-first' },
        name,
        heldMessages > 0 ? el('span', { class: 'whatsapp-trust-held' }, say('held', { count: heldMessages })) : '',
        stateBadge(state),
      ),
      el(
        'span',
        { class: 'whatsapp-trust-second' },
        ...(phone !== undefined && userId !== undefined ? [el('span', { class: 'whatsapp-trust-user' }, userId)] : []),
        el('span', {}, `${say('since')} `, timeOf(since)),
        ...(lastEvidence === since ? [] : [el('span', {}, `${say('lastEvidence')} `, timeOf(lastEvidence))]),
      ),
    );
    return el('li', {}, content);
  };

  return {
    element: el('div', { class: 'whatsapp-trust-list' }, input, filters, rows, hint, pager),
    get wanted() {
      return wanted;
    },
    reset() {
      clearTimeout(typing);
      wanted = { text: '', offset: 0 };
      input.value = '';
    },
    focus: (key) => focusOn(rows, key),
    show(page, { isServed }) {
      const { counts, total, waiting } = page;
      const everybody = TRUST_STATES.reduce((sum, state) => sum + counts[state], 0);
      // The last page may have become an empty one.
      if (page.rows.length === 0 && wanted.offset > 0) {
        change({});
        return;
      }
      keepingFocus(filters, () =>
        show(filters, [counts, waiting, wanted.only], () => [
          filter(undefined, everybody),
          ...(waiting > 0 || wanted.only === 'waiting' ? [filter('waiting', waiting)] : []),
          ...SHOWN.filter((state) => counts[state] > 0 || wanted.only === state).map((s) => filter(s, counts[s])),
        ]),
      );
      keepingFocus(rows, () => show(rows, page.rows, () => page.rows.map(row)));
      rows.hidden = page.rows.length === 0;
      hint.hidden = !rows.hidden;
      const isFiltered = wanted.text.trim() !== '' || wanted.only !== undefined;
      filters.hidden = everybody === 0 && !isFiltered;
      const reason = isFiltered ? 'empty.search' : isServed ? 'empty.customers' : 'empty.webhook';
      show(hint, reason, () => [el('p', {}, say(reason))]);
      pager.hidden = total <= PAGE;
      keepingFocus(pager, () =>
        show(pager, [wanted.offset, total], () => {
          const last = Math.min(wanted.offset + PAGE, total);
          const step = (offset: number, key: string, isPossible: boolean): HTMLElement =>
            button(key === 'back' ? '‹' : '›', () => change({ offset }), {
              class: 'red-ui-button red-ui-button-small',
              'aria-label': say(`page.${key}`),
              ...focusName(key),
              disabled: !isPossible,
            });
          const [from, to, all] = [wanted.offset + 1, last, total].map((count) => count.toLocaleString());
          return [
            el('span', {}, say('page.of', { from: from ?? '', to: to ?? '', total: all ?? '' })),
            step(Math.max(0, wanted.offset - PAGE), 'back', wanted.offset > 0),
            step(wanted.offset + PAGE, 'next', last < total),
          ];
        }),
      );
    },
  };
}

/** What needs somebody first. */
const SHOWN: readonly TrustState[] = ['changed', 'acknowledged', 'unknown', 'seen', 'trusted'];

function moveByArrows(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const all = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('button')];
  all[all.indexOf(document.activeElement as HTMLElement) + step]?.focus();
  event.preventDefault();
}
