import type { NumberChoice } from '../../src/connection/number-choices';
import { field } from './dialog';

/**
 * Offers the numbers of an account to choose from; choosing fills in the phone number ID.
 *
 * @param prompt stands before the numbers
 * @returns how many there are
 */
export function offerNumbers(numbers: readonly NumberChoice[], prompt: string): number {
  const select = $('#whatsapp-account-number');
  const options = numbers.map(({ id, number, name }) =>
    $('<option>')
      .val(id)
      .text([number, name, id].filter((part) => part !== '').join(' · ')),
  );
  select.empty().append($('<option value="">').text(prompt), options);
  select.off('change').on('change', () => {
    const id = String(select.val() ?? '');
    if (id !== '') field('node-config-input', 'phoneNumberId').val(id).trigger('change');
  });
  const chosen = String(field('node-config-input', 'phoneNumberId').val() ?? '');
  select.val(numbers.some(({ id }) => id === chosen) ? chosen : '');
  $('#whatsapp-account-numbers').toggle(numbers.length > 0);
  if (numbers.length > 0) select.trigger('focus');
  return numbers.length;
}
