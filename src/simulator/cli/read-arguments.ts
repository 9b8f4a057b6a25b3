import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface CliArguments {
  host: string;
  port: number;
  seed: string | undefined;
  webhookUrl: string | undefined;
  phoneNumberId: string | undefined;
  identityCheck: boolean;
  api: 'cloud' | 'on-premises';
  /** Whether the number must not be verified and registered first. */
  verified: boolean;
  username: string | undefined;
  password: string | undefined;
  /** Says something instead of running. */
  show: 'help' | 'version' | undefined;
}

const DEFAULT_PORT = '8090';

export const HELP = `Usage: whatsapp-simulator [options]

Simulates the WhatsApp Business Platform on this machine: Graph API or On-Premises API, customers, webhooks.

  --port <port>             port to listen on (default ${DEFAULT_PORT}; 0 takes any free one)
  --host <address>          loopback address to listen on (default 127.0.0.1)
  --webhook <url>           where webhooks go; it is asked for the handshake until it answers
  --phone-number-id <id>    ID of the business number (default: made up)
  --identity-check          start with the identity change check on
  --unverified              start with a number that must be verified by a code and registered first
  --api <api>               what the number speaks: cloud (default) or on-premises
  --username <name>         user of the On-Premises API (default admin)
  --password <password>     and its password (default: made up)
  --seed <text>             same hashes, IDs and secrets in every run with this text
  --help                    show this
  --version                 show the version

The control token is taken from WHATSAPP_SIMULATOR_TOKEN, or made up.
`;

/** @throws TypeError (by Node) for what it does not know, RangeError for a port or an API that is none */
export function readArguments(argv: readonly string[]): CliArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      port: { type: 'string', default: DEFAULT_PORT },
      host: { type: 'string', default: '127.0.0.1' },
      webhook: { type: 'string' },
      'phone-number-id': { type: 'string' },
      'identity-check': { type: 'boolean', default: false },
      unverified: { type: 'boolean', default: false },
      api: { type: 'string', default: 'cloud' },
      username: { type: 'string' },
      password: { type: 'string' },
      seed: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
    },
  });
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) throw new RangeError('--port must be a number from 0 to 65535.');
  const { api } = values;
  if (api !== 'cloud' && api !== 'on-premises') throw new RangeError('--api must be cloud or on-premises.');
  return {
    port,
    host: values.host,
    seed: values.seed,
    webhookUrl: values.webhook,
    phoneNumberId: values['phone-number-id'],
    identityCheck: values['identity-check'],
    api,
    verified: !values.unverified,
    username: values.username,
    password: values.password,
    show: values.help ? 'help' : values.version ? 'version' : undefined,
  };
}
