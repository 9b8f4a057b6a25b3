import type { Node, NodeAPI, NodeDef } from 'node-red';
import { type IdentityCheckReport, lookAtIdentityCheck, switchIdentityCheck } from '../src/numbers/identity-check';
import { InputError } from '../src/platform/errors';
import type { Platform } from '../src/platform/platform';
import { type NumberResult, serveNumber } from './shared/number-node';
import type { Incoming } from './shared/on-input';
import { pickOperation } from './shared/pick-operation';

interface IdentityCheckConfig extends NodeDef {
  account: string;
  operation?: string;
}

/** What a flow may set on the message. */
interface IdentityCheckInput extends Incoming {
  operation?: unknown;
  enabled?: unknown;
}

type Operation = (platform: Platform) => Promise<IdentityCheckReport>;

const OPERATIONS = {
  enable: (platform) => switchIdentityCheck(platform, true),
  disable: (platform) => switchIdentityCheck(platform, false),
  read: lookAtIdentityCheck,
} satisfies Record<string, Operation>;

module.exports = (RED: NodeAPI): void => {
  function IdentityCheckConstructor(this: Node, config: IdentityCheckConfig): void {
    RED.nodes.createNode(this, config);
    serveNumber<Operation>(RED, this, {
      accountId: config.account,
      toRequest: async (msg) => toOperation(msg, config.operation),
      operate: async ({ platform }, operate) => toResult(await operate(platform)),
    });
  }

  RED.nodes.registerType('whatsapp-set-identity-check', IdentityCheckConstructor);
};

/** `msg.operation` first, then `msg.enabled`, then the node's own. */
function toOperation({ operation, enabled }: IdentityCheckInput, configured: string | undefined): Operation {
  if (operation === undefined && enabled !== undefined) return isOn(enabled) ? OPERATIONS.enable : OPERATIONS.disable;
  return pickOperation<Operation>(OPERATIONS, String(operation ?? (configured || 'enable')));
}

/** Nothing but a clear word: `"off"` read as true would turn the check on. */
function isOn(enabled: unknown): boolean {
  const word = String(enabled).toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true';
  throw new InputError(
    'enabled_invalid',
    'msg.enabled is neither true nor false.',
    'Set msg.enabled to true or false, or delete it.',
  );
}

function toResult({ identityCheck, throughput, warnings }: IdentityCheckReport): NumberResult {
  const topic = identityCheck === 'unknown' ? 'unknown' : identityCheck ? 'enabled' : 'disabled';
  const payload = { success: true, identityCheck, ...(throughput === undefined ? {} : { throughput }) };
  return { topic, payload, warnings };
}
