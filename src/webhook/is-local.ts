/** The two ends of a connection, as a socket has them while it is open. */
interface Ends {
  remoteAddress?: string | undefined;
  localAddress?: string | undefined;
}

/** Whether a connection comes from this machine. */
export function isLocal({ remoteAddress, localAddress }: Ends): boolean {
  const address = remoteAddress?.replace(/^::ffff:/, '') ?? '';
  if (address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address)) return true;
  // This machine under another address of its own.
  return address !== '' && remoteAddress === localAddress;
}
