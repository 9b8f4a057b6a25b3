import type { CustomerNames } from '../identity/evidence';
import { canonicalWaId } from '../phone/variants';
import type { Outgoing } from '../store/outgoing';

/** Whose messages leave one after the other: a customer, in whatever spelling of the number, or a group. */
export function laneOf({ names, address }: Pick<Outgoing, 'names' | 'address'>): string {
  return names === undefined ? `${GROUP}${address.to}` : laneOfCustomer(names);
}

export const laneOfCustomer = ({ waId, userId }: CustomerNames): string =>
  waId === undefined ? `u:${userId}` : `w:${canonicalWaId(waId)}`;

const GROUP = 'group:';

/** Nothing else goes to it: marking a message as read need not wait for another. */
export const laneOfReceipt = (messageId: string): string => `receipt:${messageId}`;

/** The limit of messages to one customer is not about groups, nor about what is no message. */
export const isCustomer = (lane: string): boolean => lane.startsWith('w:') || lane.startsWith('u:');
