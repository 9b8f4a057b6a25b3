import type { Simulator } from '../simulator';
import type { Handshake } from '../webhooks/handshake';
import { toPublicUrl } from '../webhooks/target';
import type { BusinessNumber } from '../world/business-number';

/** What somebody needs to connect to a simulator and to drive it. */
export function greeting(
  { url, controlToken, world }: Simulator,
  number: BusinessNumber,
  handshake?: Handshake,
): string {
  const customers = world.customers.map(({ phone, name }) => `  ${phone}  ${name}`);
  const [first] = world.customers;
  return `WhatsApp simulator: nothing that is sent here reaches a real phone.

  Graph API           ${url}
  Phone number ID     ${number.phoneNumberId}
  Business number     +${number.displayPhoneNumber}
  WABA ID             ${number.wabaId}
  Access token        ${number.accessToken}
  App secret          ${number.appSecret}
  Verify token        ${number.verifyToken}
  Identity check      ${number.identityCheck ? 'on' : 'off'}
  Webhook             ${describeWebhook(number, handshake)}

  Control API         ${url}/control
  Control token       ${controlToken}

The tokens and the secret are the simulator's own: they open nothing else.

Customers:
${customers.join('\n')}

Let a customer write:
  curl ${url}/control/customers/${first?.phone ?? ''}/messages -H 'Authorization: Bearer ${controlToken}' \\
    -H 'Content-Type: application/json' -d '{"text":"Hello"}'

Ctrl-C stops it.
`;
}

function describeWebhook({ webhookUrl }: BusinessNumber, handshake: Handshake | undefined): string {
  if (webhookUrl === undefined || handshake === undefined) return 'none (--webhook, or the control API)';
  const state = handshake.verified ? 'verified' : `not verified, asked again: ${handshake.reason ?? 'no answer'}`;
  return `${toPublicUrl(webhookUrl)} (${state})`;
}
