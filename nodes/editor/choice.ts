import { type DialogPrefix, field } from './dialog';

/**
 * Prepares a select with a sentence below it (`#<type>-<property>-tip`) that explains the present choice and changes with
 * it. An option with `data-warning` makes a warning of its sentence.
 *
 * @param values for the captions of the sentences, `<type>.tip.<property>.<choice>`
 */
export function prepareChoice<Property extends string>(
  prefix: DialogPrefix,
  node: EditorNode<Record<Property, string>>,
  property: Property,
  values: Record<string, string> = {},
): void {
  const select = field(prefix, property);
  showStored(select, node[property]);
  const tip = $(`#${node.type}-${property}-tip`);
  const explain = (): void => {
    const option = select.find('option:selected');
    const isForeign = option.is('[data-foreign]');
    tip.toggle(!isForeign).toggleClass('whatsapp-warning', option.is('[data-warning]'));
    if (!isForeign) tip.text(node._(`${node.type}.tip.${property}.${String(select.val())}`, values));
  };
  select.on('change', explain);
  explain();
}

/** What was stored by hand, such as `${NAME}`, gets an option of its own: closing the dialog must not change it. */
function showStored(select: JQuery, stored: string | undefined): void {
  if (!stored) {
    // Flows that were written by hand, or before the property was there.
    select.prop('selectedIndex', 0);
    return;
  }
  if (select.val() === stored) return;
  $('<option data-foreign>').val(stored).text(stored).appendTo(select);
  select.val(stored);
}
