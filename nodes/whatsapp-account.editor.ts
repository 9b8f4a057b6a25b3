import { baseUrlFault, graphVersionFault, phoneNumberIdFault, secretFault, wabaIdFault } from './editor/account-faults';
import { caption } from './editor/caption';
import { countryFault, countryName, toCountryCode } from './editor/country';
import { claimDialog, currentValue, field, trimOnChange } from './editor/dialog';
import { explained, type Fault } from './editor/explained';

interface AccountProperties {
  name: string;
  api: string;
  phoneNumberId: string;
  wabaId: string;
  graphVersion: string;
  baseUrl: string;
  country: string;
  store: string;
}

type Secret = 'accessToken' | 'appSecret' | 'verifyToken';
type AccountNode = EditorNode<AccountProperties>;

const SECRETS: readonly Secret[] = ['accessToken', 'appSecret', 'verifyToken'];
const ONE_WORD = [...SECRETS, 'phoneNumberId', 'wabaId', 'graphVersion', 'baseUrl'];

RED.nodes.registerType<AccountProperties, Secret>('whatsapp-account', {
  category: 'config',
  defaults: {
    name: { value: '' },
    api: { value: 'simulator', validate: explained<AccountNode>(apiFault) },
    phoneNumberId: { value: '', validate: explained(onlyFor('cloud', phoneNumberIdFault)) },
    wabaId: { value: '', validate: explained(onlyFor('cloud', wabaIdFault)) },
    graphVersion: { value: 'v25.0', validate: explained(onlyFor('cloud', graphVersionFault)) },
    baseUrl: { value: 'https://graph.facebook.com', validate: explained(onlyFor('cloud', baseUrlFault)) },
    country: { value: '', validate: explained<AccountNode>(countryFault) },
    store: { value: '', type: 'whatsapp-store', required: false, label: caption('whatsapp-account', 'label.store') },
  },
  credentials: {
    accessToken: { type: 'password', validate: explained(onlyFor('cloud', secretFault)) },
    appSecret: { type: 'password', validate: explained(onlyFor('cloud', secretFault)) },
    verifyToken: { type: 'password', validate: explained(onlyFor('cloud', secretFault)) },
  },
  paletteLabel() {
    return this._('whatsapp-account.paletteLabel');
  },
  label() {
    if (this.name) return this.name;
    return this.api === 'simulator'
      ? this._('whatsapp-account.api.simulator')
      : this.phoneNumberId || this._('whatsapp-account.api.cloud');
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  oneditprepare() {
    claimDialog('node-config-input', this);
    trimOnChange('node-config-input', ONE_WORD);
    field('node-config-input', 'api').on('change', () => showFieldsOfApi(this));
    for (const secret of SECRETS) {
      field('node-config-input', secret).on('input change', () => showSecretTips(this));
    }
    field('node-config-input', 'country').on('input change', showCountry).on('change', correctCountry);
    field('node-config-input', 'store').on('change', () => nameOwnStore(this));
    $('#whatsapp-account-clear').on('click', () => {
      for (const secret of SECRETS) field('node-config-input', secret).val('').trigger('change');
    });
  },
});

function apiOf(node: AccountNode): string {
  return currentValue('node-config-input', node, 'api', node.api);
}

function onlyFor(api: string, findFault: (value: string) => Fault): (value: string, node: AccountNode) => Fault {
  return (value, node) => (apiOf(node) === api ? findFault(value) : null);
}

/** Secrets beside the simulator would let people believe that real messages leave. */
function apiFault(api: string, node: AccountNode): Fault {
  return api === 'simulator' && filledSecrets(node).length > 0 ? 'simulatorWithSecrets' : null;
}

function filledSecrets(node: AccountNode): Secret[] {
  return SECRETS.filter((secret) => {
    const stored = node.credentials?.[`has_${secret}`] ? 'stored' : '';
    return currentValue('node-config-input', node, secret, stored) !== '';
  });
}

function showFieldsOfApi(node: AccountNode): void {
  const api = apiOf(node);
  $('.whatsapp-account-api').each((_index, section) => {
    $(section).toggle($(section).attr('data-api') === api);
  });
  showSecretTips(node);
  nameOwnStore(node);
}

function showSecretTips(node: AccountNode): void {
  const filled = filledSecrets(node);
  $('#whatsapp-account-unused').toggle(apiOf(node) === 'simulator' && filled.length > 0);
  const missing = SECRETS.filter((secret) => !filled.includes(secret));
  const lines = missing.map((secret) => $('<li>').text(node._(`whatsapp-account.missing.${secret}`)));
  $('#whatsapp-account-missing').toggle(apiOf(node) === 'cloud' && missing.length > 0);
  $('#whatsapp-account-missing ul').empty().append(lines);
}

function showCountry(): void {
  const code = String(field('node-config-input', 'country').val() ?? '');
  $('#whatsapp-account-country').text(countryName(code, RED.i18n.lang() || 'en') ?? '');
}

function correctCountry(): void {
  const input = field('node-config-input', 'country');
  input.val(toCountryCode(String(input.val() ?? '')));
}

/** Node-RED calls the choice of no configuration node "none", or "add new" where there is none to choose. */
function nameOwnStore(node: AccountNode): void {
  const choice = field('node-config-input', 'store').find('option[value="_ADD_"]');
  const key = apiOf(node) === 'simulator' ? 'simulator' : 'cloud';
  choice.text(node._(`whatsapp-account.ownStore.${key}`));
}
