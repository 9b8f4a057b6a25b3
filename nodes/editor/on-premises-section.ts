import { prepareChoice } from './choice';
import { field } from './dialog';
import { freshSecret, newPathSecret } from './path-secret';

/** What an account of the On-Premises API logs in with, and how its webhooks are protected. */
export interface OnPremisesProperties {
  displayNumber: string;
  auth: string;
  user: string;
  apiKeyHeader: string;
  ca: string;
  webhookProtection: string;
  webhookUser: string;
}

type OnPremisesNode = EditorNode<OnPremisesProperties>;

const DIALOG = 'node-config-input';

/** @param onChange called when the secrets that are needed have changed */
export function prepareOnPremises(node: OnPremisesNode, onChange: () => void): void {
  for (const property of ['auth', 'webhookProtection'] as const) {
    prepareChoice(DIALOG, node, property);
    field(DIALOG, property).on('change', () => {
      showFieldsOf(property);
      onChange();
    });
    showFieldsOf(property);
  }
  field(DIALOG, 'webhookSecret').on('input change', showFreshSecret);
  $('#whatsapp-account-new-secret').on('click', makeSecret);
  $('#whatsapp-account-copy-secret').on('click', (event) => {
    const part = `/${freshSecret(field(DIALOG, 'webhookSecret').val()) ?? ''}`;
    RED.clipboard.copyText(part, $(event.currentTarget), 'clipboard.copyMessageValue');
  });
  showFreshSecret();
}

/** A new account gets its secret by itself; one that is there, stored or in the environment, stays. */
export function provideSecret(): void {
  const isAsked = field(DIALOG, 'webhookProtection').val() === 'secretPath';
  if (isAsked && field(DIALOG, 'webhookSecret').val() === '') makeSecret();
}

function makeSecret(): void {
  field(DIALOG, 'webhookSecret').val(newPathSecret()).trigger('change');
}

function showFreshSecret(): void {
  const secret = freshSecret(field(DIALOG, 'webhookSecret').val());
  $('#whatsapp-account-fresh').toggle(secret !== undefined);
  $('#whatsapp-account-secret').text(`/${secret ?? ''}`);
}

function showFieldsOf(property: 'auth' | 'webhookProtection'): void {
  const choice = field(DIALOG, property).val();
  $(`[data-${property}]`).each((_index, section) => {
    $(section).toggle($(section).attr(`data-${property}`) === choice);
  });
}
