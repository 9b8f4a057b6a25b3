import { el, show } from '../../../src/simulator/page/client/dom';
import type { TrustAccount } from '../../shared/trust-wire';
import { say } from './say';

export interface AccountChoice {
  element: HTMLElement;
  /** The account that is chosen; empty where there is none. */
  readonly id: string;
  /** @returns whether the chosen account is among these; otherwise another one was chosen */
  show(accounts: readonly TrustAccount[]): boolean;
}

/** Chooses the account, where there are several. */
export function createAccountChoice(onChange: () => void): AccountChoice {
  let id = '';
  const element = el('div', { class: 'whatsapp-trust-bar' });
  return {
    element,
    get id() {
      return id;
    },
    show(accounts) {
      const isThere = accounts.some((account) => account.id === id);
      if (!isThere) id = (accounts.find(({ fault }) => fault === undefined) ?? accounts[0])?.id ?? '';
      element.hidden = accounts.length === 0;
      show(element, [accounts, id], () => {
        const [only] = accounts;
        if (accounts.length <= 1) return [only !== undefined && el('span', {}, labelOf(only))];
        const options = accounts.map((account) =>
          el('option', { value: account.id, selected: account.id === id }, labelOf(account)),
        );
        const select = el('select', { 'aria-label': say('account') }, ...options);
        select.addEventListener('change', () => {
          id = select.value;
          onChange();
        });
        return [select];
      });
      return isThere;
    },
  };
}

function labelOf({ name, number, api, fault }: TrustAccount): string {
  const parts = [
    name || say('account'),
    number,
    api === 'simulator' && say('simulator'),
    fault !== undefined && say('notWorking'),
  ];
  return parts.filter(Boolean).join(' · ');
}
