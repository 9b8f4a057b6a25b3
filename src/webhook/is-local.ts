import type { Socket } from 'node:net';

/** Whether a connection comes from this machine. */
export function isLocal({ remoteAddress, localAddress }: Pick<Socket, 'remoteAddress' | 'localAddress'>): boolean {
  const address = remoteAddress?.replace(/^::ffff:/, '') ?? '';
  if (address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address)) return true;
  // This machine under another address of its own.
  return address !== '' && remoteAddress === localAddress;
}
