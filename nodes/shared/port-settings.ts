import type { Node, NodeAPI } from 'node-red';
import { InputError } from '../../src/platform/errors';
import { PLATFORM_CLIENT } from '../../src/webhook/client-certificate';
import type { OwnServerSettings, TlsSettings } from '../../src/webhook/own-server';

/** What the dialog of webhook in stores about its port; flows that were written by hand may lack any of it. */
export interface PortConfig {
  /** `own` for a port of its own, `input` for messages of the flow, anything else for Node-RED's server. */
  listener?: string;
  address?: string;
  port?: number | string;
  /** ID of a TLS configuration; empty for plain HTTP. */
  tls?: string;
  mutualTls?: boolean;
  clientName?: string;
  /** Kilobytes. */
  headerSize?: number | string;
  /** Seconds. */
  headerTimeout?: number | string;
  /** Seconds. */
  requestTimeout?: number | string;
  connections?: number | string;
}

export interface PortSettings extends OwnServerSettings {
  /** The name that the client's certificate must have, empty for any; undefined where none is asked for. */
  clientName?: string;
}

/** Node-RED's own `tls-config`. */
interface TlsNode extends Node {
  valid?: boolean;
  addTLSOptions(options: object): Partial<TlsSettings>;
}

const KILOBYTE = 1_024;
const SECOND = 1_000;

/**
 * How a node wants to listen; undefined for Node-RED's own server.
 *
 * @throws InputError `port_invalid`, `tls_missing`, `tls_certificate_missing`, `client_ca_missing`
 */
export function toPortSettings(RED: NodeAPI, config: PortConfig): PortSettings | undefined {
  if (config.listener !== 'own') return undefined;
  const port = Number(config.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw portInvalid();
  const tls = config.tls ? toTls(RED, config.tls) : undefined;
  const { mutualTls = false, clientName = PLATFORM_CLIENT } = config;
  if (mutualTls && tls === undefined) throw tlsMissing();
  if (mutualTls && tls?.ca === undefined) throw clientCaMissing();
  return {
    address: (config.address ?? '').trim(),
    port,
    ...(tls === undefined ? {} : { tls }),
    asksForCertificate: mutualTls,
    headerSize: positive(config.headerSize, 16) * KILOBYTE,
    headerTimeout: positive(config.headerTimeout, 10) * SECOND,
    requestTimeout: positive(config.requestTimeout, 30) * SECOND,
    connections: Math.ceil(positive(config.connections, 500)),
    ...(mutualTls ? { clientName: clientName.trim() } : {}),
  };
}

function toTls(RED: NodeAPI, id: string): TlsSettings {
  const node = RED.nodes.getNode(id) as TlsNode | null;
  if (node === null) throw tlsMissing();
  const { key, cert, ca, passphrase } = node.valid === false ? {} : node.addTLSOptions({});
  if (key === undefined || cert === undefined) throw certificateMissing();
  return { key, cert, ...(ca === undefined ? {} : { ca }), ...(passphrase === undefined ? {} : { passphrase }) };
}

/** The default for whatever is no positive number. */
function positive(value: number | string | undefined, byDefault: number): number {
  const number = Number(value);
  return number > 0 && Number.isFinite(number) ? number : byDefault;
}

const portInvalid = (): InputError =>
  new InputError(
    'port_invalid',
    'The port of the webhook’s own listener is no port number.',
    'Enter a number from 1 to 65535 in the node, and deploy.',
  );

const tlsMissing = (): InputError =>
  new InputError(
    'tls_missing',
    'The TLS configuration that the port of the webhook needs does not exist.',
    'Open the node, choose or make a TLS configuration, and deploy.',
  );

const certificateMissing = (): InputError =>
  new InputError(
    'tls_certificate_missing',
    'The TLS configuration of the webhook’s port has no certificate and private key that can be used.',
    'Open the TLS configuration, enter both, and deploy.',
  );

const clientCaMissing = (): InputError =>
  new InputError(
    'client_ca_missing',
    'Client certificates are asked for, but the TLS configuration has no CA to check them with.',
    'Enter the sender’s CA in the TLS configuration. The platform’s is called meta-outbound-api-ca-2025-12.pem.',
  );
