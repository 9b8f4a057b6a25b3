const PRIVATE_HOSTS = [
  /^(0|10|127)(\.\d+){3}$/,
  /^192\.168(\.\d+){2}$/,
  /^172\.(1[6-9]|2\d|3[01])(\.\d+){2}$/,
  /^169\.254(\.\d+){2}$/,
  /\.(local|localhost|internal|lan|home|test|example|invalid)$/,
];

/** The address of the webhook as this browser reaches it: server, the runtime's root for HTTP nodes, path. */
export function toCallbackUrl(origin: string, httpNodeRoot: string, path: string): string {
  const root = `/${httpNodeRoot}`.replace(/\/{2,}/g, '/').replace(/\/$/, '');
  return `${origin}${root}${path.startsWith('/') ? '' : '/'}${path}`;
}

/** Whether the platform could call this address: it wants a public name, and a certificate that it can check. */
export function isPublic(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === 'https:' && hostname.includes('.') && !PRIVATE_HOSTS.some((pattern) => pattern.test(hostname));
}
