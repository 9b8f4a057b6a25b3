import type { Server, ServerResponse } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { InputError, WhatsAppError } from '../../src/platform/errors';
import { createOwnServer, type OwnServerSettings } from '../../src/webhook/own-server';
import { REFUSALS } from '../../src/webhook/refusal';

/** A node that listens on a port of its own. */
export interface PortUser {
  onListening: () => void;
  /** The port cannot be had; it is tried again. */
  onFault: (error: WhatsAppError) => void;
}

export interface PortLease {
  /** Answers 404 to everything that is not served on it. */
  server: Server;
  /**
   * Takes the node away. The port of the last one stays open for its successor of the same deployment, or not.
   *
   * @param removed there will be none
   */
  release(removed: boolean): void;
}

interface OwnPort {
  key: string;
  settings: OwnServerSettings;
  server: Server;
  users: Set<PortUser>;
  /** Set while nobody uses it. */
  closing: NodeJS.Timeout | undefined;
  fault: WhatsAppError | undefined;
  retry: NodeJS.Timeout | undefined;
}

/** Milliseconds. */
const LONGEST_REDEPLOYMENT = 5_000;
const FIRST_RETRY = 250;
const LAST_RETRY = 10_000;
const LAST_ANSWERS = 1_000;

const ports = new Map<string, OwnPort>();

/**
 * Opens a port for webhooks alone; nodes may share it. It stays open while nodes are redeployed.
 *
 * @throws InputError `port_settings_differ`, `tls_invalid`
 */
export function leasePort(settings: OwnServerSettings, user: PortUser): PortLease {
  const key = `${settings.address} ${settings.port}`;
  const port = present(key, settings) ?? open(key, settings);
  const { server } = port;
  port.users.add(user);
  clearTimeout(port.closing);
  server.ref();
  if (server.listening) user.onListening();
  else if (port.fault !== undefined) user.onFault(port.fault);
  return {
    server,
    release: (removed) => {
      port.users.delete(user);
      if (port.users.size > 0) return;
      if (removed) {
        close(port);
        return;
      }
      server.unref();
      port.closing = setTimeout(() => close(port), LONGEST_REDEPLOYMENT);
      port.closing.unref();
    },
  };
}

/** No deployment is under way any more: ports that nobody uses are closed. */
export function closeUnusedPorts(): void {
  for (const port of [...ports.values()]) if (port.users.size === 0) close(port);
}

function present(key: string, settings: OwnServerSettings): OwnPort | undefined {
  const port = ports.get(key);
  if (port === undefined || isDeepStrictEqual(port.settings, settings)) return port;
  if (port.users.size > 0) throw settingsDiffer(settings.port);
  close(port);
  return undefined;
}

function open(key: string, settings: OwnServerSettings): OwnPort {
  const port: OwnPort = {
    key,
    settings,
    server: createServer(settings, (_request, response) => {
      if (port.users.size > 0) answer(response, 404, 'Nothing is served here.');
      else answer(response, REFUSALS.not_served.status, REFUSALS.not_served.answer);
    }),
    users: new Set(),
    closing: undefined,
    fault: undefined,
    retry: undefined,
  };
  ports.set(key, port);
  listen(port);
  return port;
}

function createServer(...parameters: Parameters<typeof createOwnServer>): Server {
  try {
    return createOwnServer(...parameters);
  } catch (error) {
    throw tlsInvalid(error);
  }
}

function listen(port: OwnPort): void {
  const { server, settings, users } = port;
  let delay = FIRST_RETRY;
  const attempt = (): void => {
    server.listen({ port: settings.port, ...(settings.address === '' ? {} : { host: settings.address }) });
  };
  server.on('listening', () => {
    port.fault = undefined;
    delay = FIRST_RETRY;
    for (const { onListening } of users) onListening();
  });
  server.on('error', (error: NodeJS.ErrnoException) => {
    const fault = toPortError(error, settings);
    port.fault = fault;
    for (const { onFault } of users) onFault(fault);
    if (server.listening) return;
    port.retry = setTimeout(attempt, delay);
    if (users.size === 0) port.retry.unref();
    delay = Math.min(2 * delay, LAST_RETRY);
  });
  attempt();
}

function close(port: OwnPort): void {
  clearTimeout(port.closing);
  clearTimeout(port.retry);
  ports.delete(port.key);
  port.server.close();
  port.server.closeIdleConnections();
  setTimeout(() => port.server.closeAllConnections(), LAST_ANSWERS).unref();
}

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  });
  response.end(body);
}

function toPortError(
  { code = '', message }: NodeJS.ErrnoException,
  { address, port }: OwnServerSettings,
): WhatsAppError {
  const known = FAULTS[code];
  const where = `${address === '' ? '' : `${address}, `}port ${port}`;
  const advice = known?.advice ?? 'Check address and port in the node.';
  return new WhatsAppError(
    known?.code ?? 'port_failed',
    `Webhooks cannot come in at ${where}: ${known?.what ?? message}.`,
    {
      retryable: true,
      advice: `${advice} It is tried again by itself.`,
    },
  );
}

/** By the codes of Node.js. */
const FAULTS: Readonly<Record<string, { code: string; what: string; advice: string }>> = {
  EADDRINUSE: {
    code: 'port_in_use',
    what: 'another program, or Node-RED itself, listens there already',
    advice: 'Choose another port in the node, or stop the other program.',
  },
  EACCES: {
    code: 'port_forbidden',
    what: 'this user must not listen there',
    advice: 'Choose a port above 1023 in the node, or let a proxy pass the port on.',
  },
  EADDRNOTAVAIL: {
    code: 'address_not_available',
    what: 'this machine does not have the address',
    advice: 'Enter an address of this machine in the node, or none for all of them.',
  },
};

const settingsDiffer = (port: number): InputError =>
  new InputError(
    'port_settings_differ',
    `Another webhook-in node listens on port ${port} with other settings.`,
    'Nodes that share a port need the same TLS settings and limits: make them equal, or choose another port.',
  );

const tlsInvalid = (error: unknown): InputError =>
  new InputError(
    'tls_invalid',
    `The certificate or key of the TLS configuration cannot be used: ${error instanceof Error ? error.message : String(error)}`,
    'Enter a PEM certificate and its private key, with the right passphrase, in the TLS configuration.',
  );
