import type { Simulator } from '../simulator';
import type { Handshake } from '../webhooks/handshake';
import { toPublicUrl } from '../webhooks/target';
import { type BusinessNumber, isReachable } from '../world/business-number';

/** What somebody needs to connect to a simulator and to drive it. */
export function greeting(
  { url, controlToken, world }: Simulator,
  number: BusinessNumber,
  handshake?: Handshake,
): string {
  const authorization = `-H 'Authorization: Bearer ${controlToken}'`;
  const customers = world.customers.map(({ phone, name }) => `  ${phone}  ${name}`);
  const [first] = world.customers;
  return `WhatsApp simulator: nothing that is sent here reaches a real phone.

${rows(number.onPremises ? onPremisesRows(url, number) : cloudRows(url, number))}
  Webhook             ${describeWebhook(number, handshake)}

  Page                ${url}/page/#token=${controlToken}
  Control API         ${url}/control
  Control token       ${controlToken}

The tokens and the secret are the simulator's own: they open nothing else.

Customers:
${customers.join('\n')}

${
  isReachable(number)
    ? `Let a customer write:
  curl ${url}/control/customers/${first?.phone ?? ''}/messages ${authorization} \\
    -H 'Content-Type: application/json' -d '{"text":"Hello"}'`
    : `See the verification codes that the number receives:
  curl ${url}/control/numbers/${number.phoneNumberId}/codes ${authorization}`
}

Ctrl-C stops it.
`;
}

type Row = [label: string, value: string];

const rows = (all: Row[]): string => all.map(([label, value]) => `  ${label.padEnd(20)}${value}`).join('\n');

const cloudRows = (url: string, number: BusinessNumber): Row[] => [
  ['Graph API', url],
  ['Phone number ID', number.phoneNumberId],
  ['Business number', `+${number.displayPhoneNumber}${number.registration.isRegistered ? '' : ' (not registered)'}`],
  ['WABA ID', number.wabaId],
  ['Access token', number.accessToken],
  ['App secret', number.appSecret],
  ['Verify token', number.verifyToken],
  ['Identity check', number.identityCheck ? 'on' : 'off'],
];

const onPremisesRows = (url: string, number: BusinessNumber): Row[] => [
  ['On-Premises API', `${url}/v1`],
  ['Business number', `+${number.displayPhoneNumber}`],
  ['User name', number.onPremises?.sessions.username ?? ''],
  ['Password', number.onPremises?.initialPassword ?? ''],
];

function describeWebhook({ webhookUrl, onPremises }: BusinessNumber, handshake: Handshake | undefined): string {
  if (webhookUrl === undefined || handshake === undefined) return 'none (--webhook, or the control API)';
  if (onPremises) return toPublicUrl(webhookUrl);
  const state = handshake.verified ? 'verified' : `not verified, asked again: ${handshake.reason ?? 'no answer'}`;
  return `${toPublicUrl(webhookUrl)} (${state})`;
}
