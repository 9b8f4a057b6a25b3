import { field } from './dialog';

/**
 * Shows the parts of the open dialog that the chosen operation needs: those that it is named in, in `data-operations`. An
 * operation that is none of the choices, such as `${NAME}`, may be any of them.
 */
export function prepareOperationFields(): void {
  const select = field('node-input', 'operation');
  const show = (): void => {
    const isForeign = select.find('option:selected').is('[data-foreign]');
    $('[data-operations]').each((_index, section) => {
      const operations = String($(section).attr('data-operations')).split(' ');
      $(section).toggle(isForeign || operations.includes(String(select.val())));
    });
  };
  select.on('change', show);
  show();
}
