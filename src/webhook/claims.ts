import type { Account } from '../account';
import type { WebhookEvent } from './event';

/** Accounts with the same business number and store. */
export type Sharing = [Account, ...Account[]];

/** Several configurations of one number share a ledger: evidence counts once, and each of them gets the events. */
export function byNumber(accounts: readonly Account[]): Sharing[] {
  const groups: Sharing[] = [];
  for (const account of accounts) {
    const same = groups.find(([first]) => first.store === account.store && first.scope.number === account.scope.number);
    if (same === undefined) groups.push([account]);
    else same.push(account);
  }
  return groups;
}

/**
 * Whether an event is for an account. A number's events are its account's; those of the WABA are for every account in it.
 * The On-Premises API names neither: there, whose delivery it is says whose events they are.
 */
export function isFor({ settings }: Account, event: WebhookEvent): boolean {
  if (settings.api === 'on-premises') return event.phoneNumberId === undefined && event.entryId === undefined;
  if (event.phoneNumberId !== undefined) return event.phoneNumberId === settings.phoneNumberId;
  const waba = event.entryId ?? event.wabaId;
  return settings.wabaId === '' || waba === undefined || waba === settings.wabaId || event.wabaId === settings.wabaId;
}
