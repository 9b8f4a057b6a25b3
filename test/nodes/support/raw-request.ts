import { connect, type Socket } from 'node:net';

/** Opens a connection and writes bytes as they are, for requests that no HTTP client would make. */
export async function openRaw(url: string, head: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await new Promise<void>((resolve, reject) => socket.once('error', reject).once('connect', resolve));
  socket.removeAllListeners('error').on('error', () => undefined);
  socket.write(head.replaceAll('\n', '\r\n'));
  return socket;
}

/** Everything the other side says until it closes the connection. */
export async function readAll(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}
