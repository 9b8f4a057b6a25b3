import { isPublic, toCallbackUrl } from './editor/callback-url';
import { caption } from './editor/caption';
import { completeOlder } from './editor/complete-older';
import { field, trimOnChange } from './editor/dialog';
import { prepareDoctor } from './editor/doctor';
import { explained } from './editor/explained';
import { showFigures } from './editor/figures';
import { isNumberUpTo } from './editor/number-range';
import { numbersFault } from './editor/numbers-fault';
import { chooseOnlyAccount } from './editor/only-account';
import {
  addressFault,
  connectionsFault,
  headerSizeFault,
  headerTimeoutFault,
  mutualTlsFault,
  ownOrigin,
  type PortProperties,
  portFault,
  preparePort,
  requestTimeoutFault,
  toConfigId,
  trimmedPortFields,
} from './editor/port-section';
import { publicAddressFault } from './editor/public-address';
import { type ConfigNode, secretPartOf, UNKNOWN_PART } from './editor/secret-part';
import { showSetAside } from './editor/set-aside';
import { pathFault } from './editor/webhook-path';
import { isWholeNumber } from './editor/whole-number';

interface WebhookInProperties extends PortProperties {
  name: string;
  account: string;
  path: string;
  publicAddress: string;
  messages: boolean;
  statuses: boolean;
  identityChanges: boolean;
  accountEvents: boolean;
  inputs: number;
  outputs: number;
  numbers: string;
  bodyLimit: number;
  waitingLimit: number;
}

const OUTPUTS = ['messages', 'statuses', 'identityChanges', 'accountEvents', 'answer'] as const;
const LARGEST_BODY_MB = 100;
const MOST_WAITING = 1_000_000;

completeOlder('whatsapp-webhook-in');
RED.nodes.registerType<WebhookInProperties>('whatsapp-webhook-in', {
  category: 'WhatsApp',
  color: '#87A980',
  icon: 'whatsapp-webhook-in.svg',
  inputs: 0,
  outputs: 4,
  defaults: {
    name: { value: '' },
    account: {
      value: '',
      type: 'whatsapp-account',
      required: true,
      label: caption('whatsapp-webhook-in', 'label.account'),
    },
    listener: { value: 'nodeRed' },
    address: { value: '', validate: explained(addressFault) },
    port: { value: 8443, validate: explained(portFault) },
    tls: { value: '', type: 'tls-config', required: false, label: caption('whatsapp-webhook-in', 'label.tls') },
    mutualTls: { value: false, validate: explained(mutualTlsFault) },
    clientName: { value: 'client.webhooks.fbclientcerts.com' },
    headerSize: { value: 16, validate: explained(headerSizeFault) },
    headerTimeout: { value: 10, validate: explained(headerTimeoutFault) },
    requestTimeout: { value: 30, validate: explained(requestTimeoutFault) },
    connections: { value: 500, validate: explained(connectionsFault) },
    path: { value: '/whatsapp/webhook', validate: explained(pathFault) },
    publicAddress: { value: '', validate: explained(publicAddressFault) },
    messages: { value: true },
    statuses: { value: true },
    identityChanges: { value: true },
    accountEvents: { value: true },
    inputs: { value: 0 },
    outputs: { value: 4 },
    numbers: { value: '', validate: explained(numbersFault) },
    bodyLimit: {
      value: 3,
      validate: explained((value) => (isNumberUpTo(LARGEST_BODY_MB, value) ? null : 'bodyLimit')),
    },
    waitingLimit: {
      value: 50_000,
      validate: explained((value) => (isWholeNumber(value, 1, MOST_WAITING) ? null : 'waitingLimit')),
    },
  },
  paletteLabel() {
    return this._('whatsapp-webhook-in.paletteLabel');
  },
  label() {
    const path = this.listener === 'input' ? '' : this.path;
    return this.name || path || this._('whatsapp-webhook-in.paletteLabel');
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('whatsapp-webhook-in.input');
  },
  outputLabels(port) {
    return this._(`whatsapp-webhook-in.output.${OUTPUTS[port] ?? ''}`);
  },
  oneditprepare() {
    chooseOnlyAccount();
    trimOnChange('node-input', ['path', 'publicAddress', 'bodyLimit', 'waitingLimit', ...trimmedPortFields]);
    preparePort(this, showCallbackUrl);
    field('node-input', 'publicAddress').attr('placeholder', window.location.origin);
    for (const property of ['path', 'publicAddress']) field('node-input', property).on('input change', showCallbackUrl);
    field('node-input', 'account').on('change', () => showTipOfAccount(this));
    $('#whatsapp-webhook-in-copy').on('click', (event) => {
      const url = String($('#whatsapp-webhook-in-url').val() ?? '');
      RED.clipboard.copyText(url, $(event.currentTarget), 'clipboard.copyMessageValue');
    });
    showCallbackUrl();
    showFigures(this, $('#whatsapp-webhook-in-figures'), $('#whatsapp-webhook-in-refusals'));
    const practice = { button: $('#whatsapp-webhook-in-test'), findings: $('#whatsapp-webhook-in-findings') };
    prepareDoctor(this, practice, { address: addressToTest, isDeployed: () => isDeployed(this) });
    showSetAside(this, $('#whatsapp-webhook-in-set-aside'));
  },
});

const typed = (property: string): string => String(field('node-input', property).val() ?? '').trim();

function showCallbackUrl(): void {
  $('#whatsapp-webhook-in-url').val(callbackUrl() + secretPartOf(chosenAccount()));
  $('#whatsapp-webhook-in-tip-public').toggle(typed('publicAddress') === '' && !isPublic(window.location.origin));
}

/** Without the secret part. */
function callbackUrl(): string {
  const own = ownOrigin(window.location.hostname);
  const root = own === undefined ? String(RED.settings.httpNodeRoot || '/') : '/';
  return toCallbackUrl(typed('publicAddress') || own || window.location.origin, root, typed('path'));
}

/** The way from outside, where there is one: an address that was entered, or a public one that the browser uses. */
function addressToTest(): string | undefined {
  const entered = typed('publicAddress');
  if (typed('listener') === 'input') return entered || undefined;
  return entered !== '' || isPublic(window.location.origin) ? callbackUrl() : undefined;
}

function isDeployed(node: EditorNode<WebhookInProperties> & { changed?: boolean }): boolean {
  const properties = ['account', 'listener', 'path', 'port', 'address', 'tls'] as const;
  const isAsStored = (property: (typeof properties)[number]): boolean =>
    toConfigId(typed(property)) === toConfigId(node[property]);
  return node.changed !== true && properties.every(isAsStored);
}

/** The simulator finds the webhook by itself: only a real account has something to be entered elsewhere. */
function showTipOfAccount(node: EditorNode): void {
  const account = chosenAccount();
  const tip = onPremisesTip(account);
  $('#whatsapp-webhook-in-tip-simulator').toggle(account?.api === 'simulator');
  $('.whatsapp-webhook-in-real').toggle(account?.api !== 'simulator');
  $('#whatsapp-webhook-in-nothing-cloud').toggle(account?.api !== 'on-premises');
  $('#whatsapp-webhook-in-nothing-onPremises').toggle(account?.api === 'on-premises');
  $('#whatsapp-webhook-in-tips').toggle(account?.api !== 'simulator' && tip === undefined);
  $('#whatsapp-webhook-in-tip-onPremises').toggle(tip !== undefined);
  if (tip !== undefined) $('#whatsapp-webhook-in-tip-onPremises').text(node._(tip));
  showCallbackUrl();
}

function onPremisesTip(account: ConfigNode): string | undefined {
  if (account?.api !== 'on-premises') return undefined;
  if (account.webhookProtection === 'basicAuth') return 'whatsapp-webhook-in.tip.basicAuth';
  if (account.webhookProtection === 'mutualTls') return 'whatsapp-webhook-in.tip.mutualTls';
  return secretPartOf(account) === UNKNOWN_PART
    ? 'whatsapp-webhook-in.tip.secretPath'
    : 'whatsapp-webhook-in.tip.freshPath';
}

function chosenAccount(): ConfigNode {
  return RED.nodes.node(String(field('node-input', 'account').val() ?? ''));
}
