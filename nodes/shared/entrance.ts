import type { Server } from 'node:http';
import type { NodeAPI } from 'node-red';
import { InputError } from '../../src/platform/errors';
import { closeUnusedPorts, leasePort, type PortUser } from './own-port';
import { type PortConfig, toPortSettings } from './port-settings';
import { releasePlaces } from './serve-ahead';
import { toServedPath } from './served-path';

/** A path on a server. */
export interface Place {
  server: Server;
  path: string;
  /** The name that a client's certificate must have, empty for any; undefined where none is asked for. */
  clientName: string | undefined;
}

/** Where a node's webhooks come in. */
export interface Entrance {
  /** Undefined for a node that gets them from the flow. */
  place: Place | undefined;
  /** @param removed the node has no successor */
  release(removed: boolean): void;
}

/**
 * Node-RED's own server, or a port for webhooks alone, on which neither the editor nor its roots are, or the flow.
 *
 * @throws InputError `http_nodes_off`, `webhook_path_taken`, and what is wrong with the port
 */
export function openEntrance(RED: NodeAPI, config: PortConfig & { path?: string }, user: PortUser): Entrance {
  if (isExternal(config)) return { place: undefined, release: () => undefined };
  const settings = toPortSettings(RED, config);
  // One without any path was written by hand.
  const { path: configured = DEFAULT_PATH } = config;
  if (settings === undefined) return { place: onNodeRed(RED, configured), release: () => undefined };
  const path = toServedPath('', configured, undefined);
  if (path === undefined) throw pathTaken();
  const { server, release } = leasePort(settings, user);
  return { place: { server, path, clientName: settings.clientName }, release };
}

/** Whether a node gets its webhooks from the flow, and gives the answer back there. */
export const isExternal = ({ listener }: PortConfig): boolean => listener === 'input';

/** As in the dialog. */
const DEFAULT_PATH = '/whatsapp/webhook';

function onNodeRed(RED: NodeAPI, configured: string): Place {
  const { httpNodeRoot, httpAdminRoot } = RED.settings as { httpNodeRoot?: unknown; httpAdminRoot?: unknown };
  if (httpNodeRoot === false) throw httpNodeOff();
  const path = toServedPath(httpNodeRoot, configured, httpAdminRoot);
  if (path === undefined) throw pathTaken();
  return { server: RED.server, path, clientName: undefined };
}

/** All nodes of a deployment are there: what they do not serve, nobody does. */
export function settleEntrances(): void {
  releasePlaces();
  closeUnusedPorts();
}

/** The status that goes with an error of an entrance. */
export function toEntranceStatus(code: string): string {
  return STATUSES[code] ?? 'portFaulty';
}

const STATUSES: Readonly<Record<string, string>> = {
  http_nodes_off: 'httpNodeOff',
  webhook_path_taken: 'pathTaken',
  port_in_use: 'portInUse',
  tls_missing: 'tlsFaulty',
  tls_invalid: 'tlsFaulty',
  tls_certificate_missing: 'tlsFaulty',
  client_ca_missing: 'tlsFaulty',
};

const httpNodeOff = (): InputError =>
  new InputError(
    'http_nodes_off',
    'Node-RED serves no HTTP nodes, so no webhook can come in: httpNodeRoot is false in its settings.',
    'Choose a port of its own in the node, or set httpNodeRoot in the settings file, for example to "/", and restart Node-RED.',
  );

const pathTaken = (): InputError =>
  new InputError(
    'webhook_path_taken',
    'The path of the webhook is the one at which Node-RED itself answers.',
    'Enter a path of its own in the node, such as /whatsapp/webhook, and deploy.',
  );
