import type { Finding } from './finding';

const PRIVATE_HOSTS = [
  /^(0|10|127)(\.\d+){3}$/,
  /^192\.168(\.\d+){2}$/,
  /^172\.(1[6-9]|2\d|3[01])(\.\d+){2}$/,
  /^169\.254(\.\d+){2}$/,
  // Those of IPv6 that are no public ones: loopback, link-local, and unique local.
  /^\[(::1?|fe[89ab].*|f[cd].*|::ffff:.*)\]$/,
  /\.(local|localhost|internal|lan|home|test|example|invalid)$/,
];

/** Whether a host of a URL is known in its own network only. */
export function isPrivateHost(hostname: string): boolean {
  return !/[.:]/.test(hostname) || PRIVATE_HOSTS.some((pattern) => pattern.test(hostname));
}

/** What about an address keeps the platform from calling it, whoever answers there. */
export function diagnoseAddress({ protocol, hostname }: URL): Finding[] {
  const findings: Finding[] = [];
  const add = (code: string): void => void findings.push({ scope: 'public', level: 'fault', code });
  if (protocol !== 'https:') add('not_https');
  if (isPrivateHost(hostname)) add('private_address');
  return findings;
}

const LONGEST_ADDRESS = 2_000;

/** An address that a self-test may call: a plain one, without a login, a query or a fragment. */
export function toTestAddress(text: unknown): URL | undefined {
  if (typeof text !== 'string' || text.length > LONGEST_ADDRESS || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isPlain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return isPlain && /^https?:$/.test(url.protocol) ? url : undefined;
}
