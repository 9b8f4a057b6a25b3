/** The fields that the dialog offers to tick; any other can be typed. */
const FIELDS = [
  'id',
  'display_phone_number',
  'verified_name',
  'code_verification_status',
  'name_status',
  'quality_rating',
  'throughput',
  'platform_type',
  'webhook_configuration',
];

/** Makes the typed input for the fields of a number, in the open dialog. */
export function prepareNumberFields(node: EditorNode): void {
  const options = FIELDS.map((value) => ({ value, label: node._(`whatsapp-number-info.field.${value}`) }));
  const ticked = {
    value: 'fields',
    label: node._('whatsapp-number-info.fieldsType.fields'),
    icon: 'fa fa-check-square-o',
    multiple: true,
    options,
  };
  const typed = { value: 'str', label: node._('whatsapp-number-info.fieldsType.str'), icon: 'fa fa-pencil' };
  $('#node-input-fields').typedInput({
    default: 'fields',
    types: [ticked, typed, 'msg', 'flow', 'global', 'env', 'jsonata'],
    typeField: '#node-input-fieldsType',
  });
}
