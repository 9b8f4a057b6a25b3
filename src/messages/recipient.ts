import type { CustomerNames } from '../identity/evidence';
import { InputError } from '../platform/errors';
import { type Address, type AddressOptions, toAddress } from './address';

/** Where a recipient can come from, the first that is there wins. */
export interface RecipientSources {
  /** `msg.to`: a phone number, wa_id, user ID, group ID, or a customer object. Only `undefined` counts as absent. */
  to?: unknown;
  /** The message object in the payload: its own `to` and `recipient` count as `msg.to`, its `recipient_type` as a hint. */
  message?: { to?: unknown; recipient?: unknown; recipient_type?: unknown; [property: string]: unknown };
  /** The node's own field; empty counts as absent. */
  setting?: unknown;
  /** `msg.whatsapp.customer`: the customer who wrote. */
  customer?: unknown;
}

/** Whom a message goes to: `to` or `recipient` for the platform, and the names that the trust ledger knows them by. */
export interface Recipient extends Address {
  source: 'msg.to' | 'message' | 'setting' | 'customer';
}

/**
 * The recipient of a message: `msg.to`, else the message object's own address, else the node's setting, else the customer
 * who wrote (design, section 2). A value that is there but empty is an error, not an absence: a failed look-up must not
 * turn somebody else's message into an answer to the customer who happened to write.
 *
 * @throws InputError `recipient_missing`, `recipient_invalid`, `recipient_is_list`, `recipient_type_mismatch`,
 * `country_code_missing`, `phone_number_invalid`, `country_invalid`
 */
export function toRecipient(sources: RecipientSources, { country }: Pick<AddressOptions, 'country'> = {}): Recipient {
  const { message = {}, setting, customer } = sources;
  const options: AddressOptions = {
    ...(country === undefined ? {} : { country }),
    recipientType: message.recipient_type,
    // A wa_id that the flow copied out of the event keeps being one, though it has no plus sign.
    knownWaId: toKnownWaId(customer),
  };
  if (sources.to !== undefined) return { ...toAddress(sources.to, options), source: 'msg.to' };
  if (message.to !== undefined) return { ...toAddress(message.to, options), source: 'message' };
  if (message.recipient !== undefined) return { ...toAddress(message.recipient, options), source: 'message' };
  if (setting !== undefined && setting !== null && setting !== '')
    return { ...toAddress(setting, options), source: 'setting' };
  if (typeof customer === 'object' && customer !== null) return { ...toAddress(customer, options), source: 'customer' };
  throw new InputError(
    'recipient_missing',
    'No customer is named.',
    'Set msg.to or the field in the node, or wire in a message from webhook in, whose customer is meant then.',
  );
}

function toKnownWaId(customer: unknown): string | undefined {
  const { waId }: CustomerNames = typeof customer === 'object' && customer !== null ? customer : {};
  return waId;
}
