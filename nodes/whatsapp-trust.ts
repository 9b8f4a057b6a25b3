import type { NodeAPI } from 'node-red';
import { publishTrustChanges } from './shared/trust-changes';
import { serveTrust } from './shared/trust-routes';

/** The trust sidebar's part in the runtime. */
module.exports = (RED: NodeAPI): void => {
  serveTrust(RED);
  const stop = publishTrustChanges(RED);
  const plugin = { type: 'whatsapp-sidebar', onremove: stop };
  RED.plugins.registerPlugin('whatsapp-trust', plugin);
};
