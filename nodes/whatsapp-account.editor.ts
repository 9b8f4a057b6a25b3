import { baseUrlFault, graphVersionFault, phoneNumberIdFault, secretFault, wabaIdFault } from './editor/account-faults';
import { CLOUD_SECRETS, filledSecrets, ON_PREMISES_SECRETS, SECRETS, type Secret } from './editor/account-secrets';
import { placeBaseUrl } from './editor/base-url';
import { caption } from './editor/caption';
import { completeOlder } from './editor/complete-older';
import { prepareConnection } from './editor/connection-section';
import { countryFault, countryName, toCountryCode } from './editor/country';
import { claimDialog, currentValue, field, trimOnChange } from './editor/dialog';
import { explained, type Fault } from './editor/explained';
import { isNumberUpTo } from './editor/number-range';
import {
  apiKeyHeaderFault,
  caFault,
  displayNumberFault,
  serverUrlFault,
  userFault,
  webhookSecretFault,
} from './editor/on-premises-faults';
import { type OnPremisesProperties, prepareOnPremises, provideSecret } from './editor/on-premises-section';

interface AccountProperties extends OnPremisesProperties {
  name: string;
  api: string;
  phoneNumberId: string;
  wabaId: string;
  graphVersion: string;
  baseUrl: string;
  appSecretProof: boolean;
  country: string;
  messageRate: string;
  store: string;
}

type AccountNode = EditorNode<AccountProperties>;

/** Copied from elsewhere as one word; a password may have spaces. */
const ONE_WORD = [
  ...SECRETS.filter((secret) => !/password/i.test(secret)),
  'phoneNumberId',
  'wabaId',
  'graphVersion',
  'baseUrl',
  'displayNumber',
  'user',
  'apiKeyHeader',
  'ca',
  'webhookUser',
];
const HIGHEST_RATE = 1_000_000;
/** The newest that were seen with WhatsApp (facts, section 9), and those that older apps still ask for. */
const GRAPH_VERSIONS = ['v26.0', 'v25.0', 'v24.0', 'v23.0'];

completeOlder('whatsapp-account');
RED.nodes.registerType<AccountProperties, Secret>('whatsapp-account', {
  category: 'config',
  defaults: {
    name: { value: '' },
    api: { value: 'simulator', validate: explained<AccountNode>(apiFault) },
    phoneNumberId: { value: '', validate: explained(onlyIf(isCloud, phoneNumberIdFault)) },
    wabaId: { value: '', validate: explained(onlyIf(isCloud, wabaIdFault)) },
    graphVersion: { value: 'v25.0', validate: explained(onlyIf(isCloud, graphVersionFault)) },
    baseUrl: { value: 'https://graph.facebook.com', validate: explained<AccountNode>(urlFault) },
    appSecretProof: { value: true },
    displayNumber: { value: '', validate: explained(onlyIf(isOnPremises, displayNumberFault)) },
    auth: { value: 'login' },
    user: { value: '', validate: explained(onlyIf(hasChosen('auth', 'login'), userFault)) },
    apiKeyHeader: { value: '', validate: explained(onlyIf(hasChosen('auth', 'apiKey'), apiKeyHeaderFault)) },
    ca: { value: '', validate: explained(onlyIf(isOnPremises, caFault)) },
    webhookProtection: { value: 'secretPath' },
    webhookUser: { value: '', validate: explained(onlyIf(hasChosen('webhookProtection', 'basicAuth'), userFault)) },
    country: { value: '', validate: explained<AccountNode>(countryFault) },
    messageRate: {
      value: '',
      validate: explained((value) => (value === '' || isNumberUpTo(HIGHEST_RATE, value) ? null : 'messageRate')),
    },
    store: { value: '', type: 'whatsapp-store', required: false, label: caption('whatsapp-account', 'label.store') },
  },
  credentials: {
    accessToken: { type: 'password', validate: explained(onlyIf(isCloud, secretFault)) },
    appSecret: { type: 'password', validate: explained(onlyIf(isCloud, secretFault)) },
    verifyToken: { type: 'password', validate: explained(onlyIf(isCloud, secretFault)) },
    password: { type: 'password' },
    bearerToken: { type: 'password', validate: explained(onlyIf(hasChosen('auth', 'token'), secretFault)) },
    apiKey: { type: 'password', validate: explained(onlyIf(hasChosen('auth', 'apiKey'), secretFault)) },
    webhookSecret: {
      type: 'password',
      validate: explained(onlyIf(hasChosen('webhookProtection', 'secretPath'), webhookSecretFault)),
    },
    webhookPassword: { type: 'password' },
  },
  paletteLabel() {
    return this._('whatsapp-account.paletteLabel');
  },
  label() {
    if (this.name) return this.name;
    if (this.api === 'on-premises') return this.displayNumber || this._('whatsapp-account.api.onPremises');
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
    prepareOnPremises(this, () => showSecretTips(this));
    prepareConnection(this);
    $('#whatsapp-account-versions').append(GRAPH_VERSIONS.map((version) => $('<option>').val(version)));
    field('node-config-input', 'api').on('change', () => showFieldsOfApi(this));
    for (const secret of SECRETS) {
      field('node-config-input', secret).on('input change', () => showSecretTips(this));
    }
    field('node-config-input', 'country').on('input change', showCountry).on('change', correctCountry);
    field('node-config-input', 'baseUrl').on('input change', showProof);
    field('node-config-input', 'store').on('change', () => nameOwnStore(this));
    $('#whatsapp-account-simulator').on('click', () => {
      // Relative, as the editor may be below any root.
      window.open('whatsapp-simulator/page/', '_blank', 'noopener');
    });
    $('#whatsapp-account-clear').on('click', () => {
      for (const secret of SECRETS) field('node-config-input', secret).val('').trigger('change');
    });
  },
});

function apiOf(node: AccountNode): string {
  return currentValue('node-config-input', node, 'api', node.api);
}

function isCloud(node: AccountNode): boolean {
  return apiOf(node) === 'cloud';
}

function isOnPremises(node: AccountNode): boolean {
  return apiOf(node) === 'on-premises';
}

function hasChosen(property: 'auth' | 'webhookProtection', choice: string): (node: AccountNode) => boolean {
  return (node) => isOnPremises(node) && currentValue('node-config-input', node, property, node[property]) === choice;
}

function onlyIf(
  applies: (node: AccountNode) => boolean,
  findFault: (value: string) => Fault,
): (value: string, node: AccountNode) => Fault {
  return (value, node) => (applies(node) ? findFault(value) : null);
}

/** Secrets beside the simulator would let people believe that real messages leave. */
function apiFault(api: string, node: AccountNode): Fault {
  return api === 'simulator' && filledSecrets(node).length > 0 ? 'simulatorWithSecrets' : null;
}

function urlFault(url: string, node: AccountNode): Fault {
  if (isCloud(node)) return baseUrlFault(url);
  return isOnPremises(node) ? serverUrlFault(url) : null;
}

function showFieldsOfApi(node: AccountNode): void {
  const api = apiOf(node);
  $('.whatsapp-account-api').each((_index, section) => {
    $(section).toggle($(section).attr('data-api') === api);
  });
  placeBaseUrl(api);
  $('#whatsapp-account-subscribe').toggle(api === 'cloud');
  showProof();
  if (isOnPremises(node)) provideSecret();
  showSecretTips(node);
  nameOwnStore(node);
}

/** Only other servers than the platform's own may not know what to do with it. */
function showProof(): void {
  const url = String(field('node-config-input', 'baseUrl').val() ?? '').trim();
  $('#whatsapp-account-proof').toggle(!/^https:\/\/graph\.facebook\.com\/?$/.test(url));
}

function showSecretTips(node: AccountNode): void {
  const filled = filledSecrets(node);
  $('#whatsapp-account-unused').toggle(apiOf(node) === 'simulator' && filled.length > 0);
  const needed: readonly Secret[] = isOnPremises(node) ? neededSecrets() : CLOUD_SECRETS;
  const missing = needed.filter((secret) => !filled.includes(secret));
  const lines = missing.map((secret) => $('<li>').text(node._(`whatsapp-account.missing.${secret}`)));
  $('#whatsapp-account-missing').toggle(apiOf(node) !== 'simulator' && missing.length > 0);
  $('#whatsapp-account-missing ul').empty().append(lines);
}

/** Those that the present choices of the dialog ask for. */
function neededSecrets(): Secret[] {
  const choices = ['auth', 'webhookProtection'].map((property) => field('node-config-input', property).val());
  return choices.flatMap((choice) => ON_PREMISES_SECRETS[String(choice)] ?? []);
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
