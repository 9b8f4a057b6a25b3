import { toPrimaryKey } from '../../src/identity/names';
import type { CustomerDetails } from '../../src/store/customer-details';
import type { FoundCustomers } from '../../src/store/customer-search';
import { type HeldMessage, HOLD_LIMITS } from '../../src/store/outgoing';
import type { AccountNode } from '../whatsapp-account';
import type { HeldEntry, TrustAccount, TrustCustomer, TrustPage, TrustRow } from './trust-wire';

export function toTrustAccount({ id, name = '', account, fault }: AccountNode): TrustAccount {
  if (account === undefined) return { id, name, fault: fault?.message ?? '' };
  const { api, displayNumber, phoneNumberId } = account.settings;
  return { id, name, api, number: displayNumber ?? phoneNumberId, isServed: account.isServed };
}

export function toTrustPage({ customers, total, counts, waiting }: FoundCustomers): TrustPage {
  return { rows: customers.map(toTrustRow), total, counts, waiting };
}

export function toTrustCustomer(details: CustomerDetails, held: readonly HeldMessage[]): TrustCustomer {
  const { identity, hashes, audit, related } = details;
  return {
    ...toTrustRow(details),
    hash: identity.hash,
    changeId: identity.changeId,
    hashes,
    audit: audit.map((item) => ({ ...item, at: new Date(item.at).toISOString() })).reverse(),
    held: held.map(toHeldEntry),
    related,
  };
}

function toTrustRow({ names, identity, lastEvidence, heldMessages }: CustomerDetails): TrustRow {
  const { waId, userId } = names;
  return {
    key: toPrimaryKey(names),
    ...(waId === undefined ? {} : { phone: `+${waId}` }),
    ...(userId === undefined ? {} : { userId }),
    state: identity.state,
    since: identity.since,
    lastEvidence,
    heldMessages,
  };
}

function toHeldEntry({ id, reason, heldAt, outgoing: { content, policy, nodeId } }: HeldMessage): HeldEntry {
  const since = new Date(heldAt).toISOString();
  const until = new Date(heldAt + HOLD_LIMITS.age).toISOString();
  return { id, reason, since, until, type: content.type, policy, nodeId };
}
