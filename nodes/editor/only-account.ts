import { field } from './dialog';

/** Chooses the account in a dialog where none was chosen yet, and there is but one. */
export function chooseOnlyAccount(): void {
  const select = field('node-input', 'account');
  if (!/^(_ADD_)?$/.test(String(select.val() ?? ''))) return;
  const accounts: string[] = [];
  RED.nodes.eachConfig((config) => {
    const { id, type } = config as { id: string; type: string };
    if (type === 'whatsapp-account') accounts.push(id);
    return true;
  });
  const [only, ...others] = accounts;
  if (only !== undefined && others.length === 0) select.val(only).trigger('change');
}
