import { InputError } from '../platform/errors';

/**
 * A two-step verification PIN: six digits (facts, section 4). Whatever is wrong with it, the error does not repeat it.
 *
 * @throws InputError `pin_missing`, `pin_invalid`
 */
export function toPin(value: unknown): string {
  if (value === undefined || value === null || value === '') {
    throw new InputError(
      'pin_missing',
      'There is no two-step verification PIN.',
      'Enter the PIN of the number in the node, or set msg.pin; a number without one gets the PIN it is registered with.',
    );
  }
  // A number of six digits had no leading zeros to lose.
  const pin = typeof value === 'number' ? String(value) : value;
  if (typeof pin === 'string' && /^\d{6}$/.test(pin.trim())) return pin.trim();
  throw new InputError(
    'pin_invalid',
    'The two-step verification PIN is not one of six digits.',
    'Give six digits as text, like "012345": a number loses leading zeros.',
  );
}
