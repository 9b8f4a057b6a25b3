import { prepareChoice } from './choice';
import { claimDialog, currentValue, field } from './dialog';
import type { Fault } from './explained';
import { isNumberUpTo } from './number-range';
import { isWholeNumber } from './whole-number';

/** Where webhook in listens. */
export interface PortProperties {
  listener: string;
  address: string;
  port: number;
  tls: string;
  mutualTls: boolean;
  clientName: string;
  headerSize: number;
  headerTimeout: number;
  requestTimeout: number;
  connections: number;
}

const DIALOG = 'node-input';

const PORT_FIELDS = [
  'address',
  'port',
  'clientName',
  'headerSize',
  'headerTimeout',
  'requestTimeout',
  'connections',
] as const;

/**
 * Shows the fields of a port of its own only where there is one, and those of mutual TLS only with that. A node that gets
 * its webhooks from the flow has an input for them, and an output for the answers.
 */
export function preparePort(node: EditorNode<PortProperties>, onChange: () => void): void {
  claimDialog(DIALOG, node);
  prepareChoice(DIALOG, node, 'listener');
  const show = (): void => {
    const isExternal = field(DIALOG, 'listener').val() === 'input';
    $('#whatsapp-webhook-in-own').toggle(isOwnPort());
    $('.whatsapp-webhook-in-served').toggle(!isExternal);
    field(DIALOG, 'inputs').val(isExternal ? 1 : 0);
    field(DIALOG, 'outputs').val(isExternal ? 5 : 4);
    $('#whatsapp-webhook-in-client').toggle(field(DIALOG, 'mutualTls').is(':checked'));
    onChange();
  };
  for (const property of ['listener', 'mutualTls', 'tls', 'port', 'address']) {
    field(DIALOG, property).on('input change', show);
  }
  show();
}

/** Their spaces are to be taken away. */
export const trimmedPortFields: readonly string[] = PORT_FIELDS;

const isOwnPort = (): boolean => field(DIALOG, 'listener').val() === 'own';

/** Scheme, host and port as a browser on this machine would write them; undefined on Node-RED's own server. */
export function ownOrigin(hostname: string): string | undefined {
  if (!isOwnPort()) return undefined;
  const address = String(field(DIALOG, 'address').val() ?? '').trim();
  const isAny = address === '' || address === '0.0.0.0' || address === '::';
  const host = isAny ? hostname : address.includes(':') ? `[${address}]` : address;
  const hasTls = toConfigId(field(DIALOG, 'tls').val()) !== '';
  return `${hasTls ? 'https' : 'http'}://${host}:${String(field(DIALOG, 'port').val() ?? '').trim()}`;
}

/** Only where there is a port of its own is anything about it wrong. */
const ofOwnPort =
  (findFault: (value: string) => Fault) =>
  (value: string, node: EditorNode<PortProperties>): Fault =>
    currentValue(DIALOG, node, 'listener', node.listener) === 'own' ? findFault(value) : null;

export const portFault = ofOwnPort((value) => (isWholeNumber(value, 1, 65_535) ? null : 'port'));

export const addressFault = ofOwnPort((value) => (/[\s/]/.test(value) ? 'address' : null));

/** Kilobytes. Empty means the default, here and below. */
export const headerSizeFault = ofOwnPort((value) => (value === '' || isNumberUpTo(1_024, value) ? null : 'headerSize'));

/** Seconds. */
export const headerTimeoutFault = ofOwnPort((value) =>
  value === '' || isNumberUpTo(3_600, value) ? null : 'headerTimeout',
);

/** Seconds. */
export const requestTimeoutFault = ofOwnPort((value) =>
  value === '' || isNumberUpTo(3_600, value) ? null : 'requestTimeout',
);

export const connectionsFault = ofOwnPort((value) =>
  value === '' || isWholeNumber(value, 1, 100_000) ? null : 'connections',
);

/** A client can only show a certificate where there is TLS. */
export function mutualTlsFault(value: string, node: EditorNode<PortProperties>): Fault {
  const hasTls = toConfigId(currentValue(DIALOG, node, 'tls', node.tls)) !== '';
  return ofOwnPort(() => (value !== 'true' || hasTls ? null : 'mutualTls'))(value, node);
}

/** The choice of a selector of configuration nodes, which has an entry of its own for none. */
export const toConfigId = (value: unknown): string => (value === '_ADD_' || !value ? '' : String(value));
