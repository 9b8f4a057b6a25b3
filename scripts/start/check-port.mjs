import { createServer } from 'node:net';
import { StartError } from './start-error.mjs';

/**
 * Makes sure that a port can be listened on, before anything else is started.
 *
 * @param variable the environment variable by which the user can choose another one
 * @throws StartError
 */
export function checkPort(port, host, variable) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => reject(toStartError(error, port, host, variable)));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve()));
  });
}

function toStartError({ code, message }, port, host, variable) {
  const other = `${variable}=${port < 65_535 ? port + 1 : port - 1} npm start`;
  switch (code) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${port} on ${host} is in use, perhaps by another Node-RED. End that, or choose another port: ${other}`,
      );
    case 'EACCES':
      return new StartError(
        `You may not use port ${port} on ${host}. Choose one above 1023: ${variable}=1880 npm start`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartError(`"${host}" is no address of this machine. Use HOST=127.0.0.1, or leave HOST out.`);
    default:
      return new StartError(`Port ${port} on ${host} cannot be used (${message}). Choose another one: ${other}`);
  }
}
