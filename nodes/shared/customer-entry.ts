import type { CustomerNames } from '../../src/identity/evidence';
import type { CustomerDetails } from '../../src/store/customer-details';
import type { HeldMessage } from '../../src/store/outgoing';

/** A customer as webhook-in names one. */
export function toCustomer({ waId, userId }: CustomerNames): object {
  const id = userId ?? waId;
  return {
    ...(id === undefined ? {} : { id }),
    ...(waId === undefined ? {} : { phone: `+${waId}`, waId }),
    ...(userId === undefined ? {} : { userId }),
  };
}

/** What the ledger holds about a customer, as a flow reads it. What waits is listed without its content, where it is given. */
export function toCustomerEntry(
  { names, identity, hashes, audit, heldMessages, related }: CustomerDetails,
  held?: readonly HeldMessage[],
): object {
  return {
    customer: toCustomer(names),
    ...identity,
    hashes,
    audit: audit.map((item) => ({ ...item, at: new Date(item.at).toISOString() })),
    heldMessages,
    ...(held === undefined ? {} : { held: held.map(toListed) }),
    related,
  };
}

const toListed = ({ id, reason, heldAt, outgoing }: HeldMessage): object => ({
  id,
  reason,
  since: new Date(heldAt).toISOString(),
  type: outgoing.content.type,
});

const phoneOf = (phone: string | undefined): object => (phone === undefined ? {} : { phone });

/** A held message handed out to the flow instead of being sent. */
export function toHeldMessage({ id, reason, heldAt, outgoing }: HeldMessage): object {
  const { address, content, nodeId, msgid, names, holder } = outgoing;
  const to = address.to ?? address.recipient;
  return {
    ...(msgid === undefined ? {} : { _msgid: msgid }),
    topic: reason,
    payload: content,
    // By the number alone it would be for whoever has come by that since.
    to: holder === undefined ? to : { ...toCustomer({ ...names, userId: holder }), ...phoneOf(address.to) },
    whatsapp: { kind: 'held', held: { id, reason, since: new Date(heldAt).toISOString(), nodeId } },
  };
}
