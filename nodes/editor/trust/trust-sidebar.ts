import { el } from '../../../src/simulator/page/client/dom';
import type { TrustAccount, TrustCustomer, TrustOutcome, TrustPage, TrustRow } from '../../shared/trust-wire';
import { createAccountChoice } from './account-choice';
import { CallError, change, read } from './call';
import { createCustomerList, PAGE } from './customer-list';
import { createCustomerPage } from './customer-page';
import { createMessageBar, reasonOf } from './message-bar';
import { say } from './say';
import type { Change } from './sentences-of';

/** What the sidebar shows, and that it is to look again. */
export interface TrustSidebar {
  element: HTMLElement;
  refresh(): Promise<void>;
}

/** The customers of an account, or one of them, as the runtime knows them at the moment. */
export function createTrustSidebar(): TrustSidebar {
  let openKey: TrustRow['key'] | undefined;
  /** What was asked before the latest time is answered too late. */
  let turn = 0;
  /** While something is changed, what is shown stays: it is looked at anew once that is done. */
  let isChanging = false;
  const choice = createAccountChoice(() => {
    close();
    list.reset();
    void refresh();
  });
  const bar = createMessageBar(() => void refresh());
  const list = createCustomerList({ want: () => void refresh(), open });
  const page = createCustomerPage({
    back,
    carryOut: (operation, customer) => void carryOut(operation, customer),
    onOverrun() {
      bar.tell(say('changedMeanwhile'), true);
      page.focus();
    },
  });
  list.element.hidden = true;

  const pathOf = (key = ''): string => `accounts/${encodeURIComponent(choice.id)}/customers/${encodeURIComponent(key)}`;

  async function refresh(): Promise<void> {
    if (isChanging) return;
    turn += 1;
    const mine = turn;
    try {
      const accounts = await read<TrustAccount[]>('accounts');
      if (mine !== turn) return;
      if (!choice.show(accounts)) close();
      const account = accounts.find(({ id }) => id === choice.id);
      if (account === undefined) block(say('empty.accounts'));
      else if (account.fault !== undefined) block(say('faulty'), account.fault);
      else if (openKey === undefined) await look(account, mine);
      else await lookAt(openKey, mine);
    } catch (error) {
      if (mine === turn) fail(error);
    }
  }

  async function look(account: TrustAccount, mine: number): Promise<void> {
    const { text, only, offset } = list.wanted;
    const asked = new URLSearchParams({ text, offset: String(offset), limit: String(PAGE) });
    if (only === 'waiting') asked.set('waiting', '1');
    else if (only !== undefined) asked.set('state', only);
    const found = await read<TrustPage>(`accounts/${encodeURIComponent(account.id)}/customers?${asked}`);
    if (mine !== turn) return;
    bar.unblock();
    list.element.hidden = false;
    list.show(found, account);
  }

  async function lookAt(key: TrustRow['key'], mine: number): Promise<void> {
    const customer = await read<TrustCustomer>(pathOf(key));
    if (mine !== turn) return;
    bar.unblock();
    list.element.hidden = true;
    page.show(customer, pathOf(key));
  }

  function open(key: TrustRow['key']): void {
    openKey = key;
    bar.tell('');
    void refresh().then(page.focus);
  }

  function back(): void {
    const key = openKey;
    close();
    bar.tell('');
    void refresh().then(() => key !== undefined && list.focus(key));
  }

  function close(): void {
    openKey = undefined;
    page.close();
  }

  /** It names what was shown: where anything newer is known by now, nothing is changed. */
  async function carryOut(operation: Change, { key, changeId }: TrustCustomer): Promise<void> {
    bar.tell(say('working'));
    isChanging = true;
    turn += 1;
    try {
      await change<TrustOutcome>(pathOf(key), { operation, changeId });
      if (operation === 'forget') close();
      bar.tell(say(`${operation}.done`));
    } catch (error) {
      const isStale = error instanceof CallError && error.code === 'identity_changed_again';
      bar.tell(isStale ? say('changedAgain') : reasonOf(error), true);
    }
    isChanging = false;
    await refresh();
    if (openKey === undefined) list.element.querySelector('input')?.focus();
    else page.focus();
  }

  function fail(error: unknown): void {
    const isGone = error instanceof CallError && error.code === 'customer_unknown';
    if (!isGone || openKey === undefined) {
      block(reasonOf(error));
      return;
    }
    close();
    bar.tell(say('forgottenMeanwhile'), true);
    void refresh();
  }

  function block(text: string, detail?: string): void {
    list.element.hidden = true;
    page.element.hidden = true;
    bar.block(text, detail);
  }

  return {
    element: el('div', { class: 'whatsapp-trust' }, choice.element, bar.element, list.element, page.element),
    refresh,
  };
}
