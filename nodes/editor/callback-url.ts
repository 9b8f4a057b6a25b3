import { isPrivateHost } from '../../src/webhook/self-test/diagnose-address';

/**
 * The address of the webhook from outside: server, the runtime's root for HTTP nodes, path.
 *
 * @param base where the server is reached, without a path, or with what a proxy has in front of all its paths. One that
 * ends in the path already, for it was entered as a whole, stays as it is
 */
export function toCallbackUrl(base: string, httpNodeRoot: string, path: string): string {
  const start = base.replace(/\/+$/, '');
  const root = `/${httpNodeRoot}`.replace(/\/{2,}/g, '/').replace(/\/$/, '');
  const end = `${path.startsWith('/') ? '' : '/'}${path}`;
  return end !== '/' && start.endsWith(end) ? start : `${start}${root}${end}`;
}

/** Whether the platform could call this address: it wants a public name, and a certificate that it can check. */
export function isPublic(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === 'https:' && !isPrivateHost(hostname);
}
