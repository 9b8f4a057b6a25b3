import { relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { description } from './root.mjs';

/** What a user needs to go on: addresses, and what to press first. */
export async function greet(RED, { userDirectory, host, hasOwnPackage }) {
  const { flows } = RED.nodes.getFlows();
  const simulator = await simulatorOf(flows);
  const server = addressOf(RED, host);
  const lines = [
    ...(simulator.url ? [['Simulator', join(server, RED.settings.httpAdminRoot, 'whatsapp-simulator')]] : []),
    ['Editor', join(server, RED.settings.httpAdminRoot)],
    ...pagesOf(flows).map(({ name, url }) => [name, join(server, RED.settings.httpNodeRoot, url)]),
    ...simulator.webhooks.map(({ url, isReached }) => [
      'Webhook',
      `${url}  (${isReached ? 'called by the simulator' : 'NOT reached by the simulator'})`,
    ]),
    ...(simulator.url
      ? [
          ['Control API', `${simulator.url}/control`],
          ['Control token', simulator.token],
        ]
      : []),
    ['User directory', relative(process.cwd(), userDirectory) || '.'],
  ];
  const width = Math.max(...lines.map(([name]) => name.length)) + 3;
  return [
    '',
    `The WhatsApp nodes are running on Node-RED ${RED.settings.version.replace('-git', '')}. ${whatLeaves(flows)}`,
    '',
    ...lines.map(([name, value]) => `  ${name.padEnd(width)}${value}`),
    '',
    ...warnings(RED, { host, hasOwnPackage, simulator }),
    firstStep(flows, simulator),
    'Ctrl-C stops everything.',
    '',
  ].join('\n');
}

function whatLeaves(flows) {
  const accounts = flows.filter(({ type }) => type === 'whatsapp-account');
  if (accounts.length === 0) return 'The flows have no WhatsApp account yet.';
  return accounts.every(({ api }) => api === 'simulator')
    ? 'Everything is simulated: no message leaves this machine.'
    : 'The flows have an account that is not simulated: its messages reach real phones.';
}

function firstStep(flows, simulator) {
  const isStory = flows.some(({ type, name }) => type === 'inject' && /^1\b/.test(name ?? ''));
  if (isStory && simulator.url) return 'Open the address called Simulator: it says what to press.';
  return `Your flows are as they were. For an example use the editor's menu: Import, Examples, ${description.name}.`;
}

function warnings(RED, { host, hasOwnPackage, simulator }) {
  const isOpen = !/^(?:localhost|127\.|::1$)/.test(host) && !RED.settings.adminAuth;
  const isUnreached = simulator.webhooks.some(({ isReached }) => !isReached);
  return [
    ...(isUnreached
      ? ['The simulator works over loopback only. Use HOST=127.0.0.1, or HOST=0.0.0.0 for all addresses.', '']
      : []),
    ...(isOpen
      ? ['Careful: the editor has no login, and whoever reaches it can run programs on this machine.', '']
      : []),
    ...(hasOwnPackage
      ? [`The nodes are those in node_modules of the user directory, not those of this folder.`, '']
      : []),
  ];
}

/** Pages that a flow shows: those that can be opened as they are. */
function pagesOf(flows) {
  return flows.filter(
    ({ type, method, name, url, d }) => type === 'http in' && method === 'get' && name && !d && !url.includes(':'),
  );
}

/** The simulator, once it has found its webhooks; nothing of it where no account is simulated. */
async function simulatorOf(flows) {
  const isUsed = flows.some(({ type, api }) => type === 'whatsapp-account' && api === 'simulator');
  const hasWebhook = flows.some(({ type }) => type === 'whatsapp-webhook-in');
  const deadline = Date.now() + 5_000;
  while (isUsed) {
    const { WHATSAPP_SIMULATOR_URL: url, WHATSAPP_SIMULATOR_TOKEN: token } = process.env;
    const numbers = url === undefined ? [] : await numbersOf(url, token);
    const isReady = numbers.length > 0 && (!hasWebhook || numbers.every(({ webhookVerified }) => webhookVerified));
    const webhooks = numbers
      .filter(({ webhookUrl }) => webhookUrl)
      .map(({ webhookUrl, webhookVerified }) => ({ url: webhookUrl, isReached: webhookVerified }));
    if (isReady || Date.now() > deadline) return { url, token, webhooks };
    await delay(50);
  }
  return { webhooks: [] };
}

async function numbersOf(url, token) {
  const response = await fetch(`${url}/control/state`, { headers: { authorization: `Bearer ${token}` } });
  return response.ok ? (await response.json()).numbers : [];
}

function addressOf(RED, host) {
  const shown = { '0.0.0.0': '127.0.0.1', '::': 'localhost' }[host] ?? (host.includes(':') ? `[${host}]` : host);
  return `${RED.settings.https ? 'https' : 'http'}://${shown}:${RED.server.address().port}`;
}

const join = (server, ...paths) => server + `/${paths.filter(Boolean).join('/')}`.replace(/\/{2,}/g, '/');
