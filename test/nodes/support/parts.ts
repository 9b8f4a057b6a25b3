import type { FlowNode } from '../../harness/flow';
import { ACCESS_TOKEN, APP_SECRET, PATH_SECRET, SERVER_PASSWORD, VERIFY_TOKEN } from './secrets';

export const PATH = '/whatsapp/webhook';

/** A configured account on the Cloud API, as the dialog stores it. Nobody answers at its base URL unless told. */
export const cloudAccount = (more: Partial<FlowNode> = {}): FlowNode => ({
  id: 'account',
  type: 'whatsapp-account',
  name: '',
  api: 'cloud',
  phoneNumberId: '200300400500600',
  wabaId: '',
  graphVersion: 'v25.0',
  baseUrl: 'http://127.0.0.1:9',
  country: '',
  credentials: { accessToken: ACCESS_TOKEN, appSecret: APP_SECRET, verifyToken: VERIFY_TOKEN },
  ...more,
});

export const simulatorAccount = (more: Partial<FlowNode> = {}): FlowNode =>
  cloudAccount({ api: 'simulator', phoneNumberId: '', credentials: {}, ...more });

/** An account of the On-Premises API whose webhooks come to a secret address. */
export const onPremisesAccount = ({ credentials = {}, ...more }: Partial<FlowNode> = {}): FlowNode => ({
  id: 'account',
  type: 'whatsapp-account',
  name: '',
  api: 'on-premises',
  baseUrl: 'http://127.0.0.1:9',
  displayNumber: '+49 30 901820',
  auth: 'login',
  user: 'admin',
  webhookProtection: 'secretPath',
  country: '',
  credentials: { password: SERVER_PASSWORD, webhookSecret: PATH_SECRET, ...(credentials as object) },
  ...more,
});

/** Its outputs lead to the collectors `messages`, `statuses`, `changes` and `events`. */
export const webhookIn = (more: Partial<FlowNode> = {}): FlowNode => ({
  id: 'in',
  type: 'whatsapp-webhook-in',
  name: '',
  account: 'account',
  path: PATH,
  messages: true,
  statuses: true,
  identityChanges: true,
  accountEvents: true,
  numbers: '',
  bodyLimit: 3,
  wires: [['messages'], ['statuses'], ['changes'], ['events']],
  ...more,
});

/** Its outputs lead to the collectors `accepted`, `held` and `failed`. */
export const sendNode = (more: Partial<FlowNode> = {}): FlowNode => ({
  id: 'send',
  type: 'whatsapp-send-with-hash',
  name: '',
  account: 'account',
  to: '',
  toType: 'str',
  policy: 'same',
  timeout: 30,
  wires: [['accepted'], ['held'], ['failed']],
  ...more,
});

/** Catches the errors of all nodes; they arrive at the collector `caught`. */
export const catchAll = (): FlowNode => ({ id: 'catch', type: 'catch', scope: null, wires: [['caught']] });
