import type { CustomerNames } from '../identity/evidence';
import { type PhoneOptions, toPhoneNumber } from '../phone/number';
import { InputError } from '../platform/errors';

/** One addressee: exactly one of `to` and `recipient`, so that nobody but whom the guard looked up can be reached. */
export interface Address {
  /** Phone number (E.164 with plus) or group ID. */
  to?: string;
  /** Business-scoped user ID. */
  recipient?: string;
  /** What the trust ledger knows them by: `waId` in digits without plus, `userId`. Empty for a group. */
  names: CustomerNames;
  group: boolean;
  /** The country (ISO 3166) whose calling code completed a number that came without one. */
  completedWith?: string;
}

export interface AddressOptions extends PhoneOptions {
  /** The message's own `recipient_type`. */
  recipientType?: unknown;
  /** A wa_id known from a webhook: the same digits without plus are it, and need no country. */
  knownWaId?: string | undefined;
}

/** ISO country, a dot, up to 128 letters and digits; the parent form has `ENT.` in between (facts, section 9). */
const USER_ID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;

/** Group IDs are opaque; the documented ones are of base64 and far longer than any number. */
const GROUP_ID = /^(?=.*[A-Za-z])[\w=-]{20,}$/;

/** One value as an addressee; see `toRecipient` for the errors. */
export function toAddress(value: unknown, options: AddressOptions): Address {
  if (typeof value === 'string') return fromText(value.trim(), options);
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return fromText(String(value), options);
  if (Array.isArray(value)) {
    throw new InputError(
      'recipient_is_list',
      `The recipient is a list of ${value.length}.`,
      'Use a split node to send one message to each, so that each has its own outcome.',
    );
  }
  if (typeof value === 'object' && value !== null) return fromCustomer(value, options);
  throw invalid(value === null ? 'is null' : `is a ${typeof value}`);
}

function fromText(text: string, options: AddressOptions): Address {
  if (text === '') throw invalid('is empty');
  const isPhone = text.startsWith('+');
  if (options.recipientType === 'group') {
    if (isPhone || USER_ID.test(text)) throw mismatch();
    return toGroup(text);
  }
  if (USER_ID.test(text)) return { recipient: text, names: { userId: text }, group: false };
  if (text === options.knownWaId) return fromWaId(text);
  if (!isPhone && options.recipientType !== 'individual' && GROUP_ID.test(text)) return toGroup(text);
  const { number, completedWith } = toPhoneNumber(text, options);
  return { ...fromWaId(number.slice(1)), ...(completedWith === undefined ? {} : { completedWith }) };
}

const toGroup = (id: string): Address => ({ to: id, names: {}, group: true });

/** A wa_id is complete: it always gets its plus, without which the platform may put another country before it (S1). */
const fromWaId = (waId: string): Address => ({ to: `+${waId}`, names: { waId }, group: false });

/** A customer of an event, or an object of the same shape: the phone number wins over the user ID, as on the platform. */
function fromCustomer(
  customer: { phone?: unknown; waId?: unknown; userId?: unknown },
  options: AddressOptions,
): Address {
  if (options.recipientType === 'group') throw mismatch();
  const userId = typeof customer.userId === 'string' && USER_ID.test(customer.userId) ? customer.userId : undefined;
  const named = userId === undefined ? {} : { userId };
  const waId = typeof customer.waId === 'string' && /^\d+$/.test(customer.waId) ? customer.waId : undefined;
  if (waId !== undefined && isSameNumber(customer.phone, waId)) {
    const address = fromWaId(waId);
    return { ...address, names: { ...address.names, ...named } };
  }
  if (typeof customer.phone === 'string' && customer.phone !== '') {
    // Whoever changed the number may have meant another person: the user ID does not go with it.
    const address = fromText(customer.phone, { ...options, recipientType: 'individual' });
    return waId === undefined ? { ...address, names: { ...address.names, ...named } } : address;
  }
  if (userId !== undefined) return { recipient: userId, names: named, group: false };
  throw invalid('is an object without phone, waId or userId');
}

const isSameNumber = (phone: unknown, waId: string): boolean =>
  phone === undefined || phone === `+${waId}` || phone === waId;

const invalid = (why: string): InputError =>
  new InputError(
    'recipient_invalid',
    `The recipient ${why}.`,
    'Give a phone number like +1 631 555 1234, a user ID, a group ID or a customer; delete msg.to to use the next source.',
  );

const mismatch = (): InputError =>
  new InputError(
    'recipient_type_mismatch',
    'The message is for a group, but its recipient is a person.',
    'Send to the group ID, or leave recipient_type out.',
  );
