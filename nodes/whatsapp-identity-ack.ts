import type { Node, NodeAPI, NodeDef, NodeMessageInFlow } from 'node-red';
import type { Account } from '../src/account';
import { toRecipient } from '../src/messages/recipient';
import { InputError } from '../src/platform/errors';
import { accountOf } from './shared/config-account';
import { OPERATIONS, type OperationRequest } from './shared/identity-operations';
import { onInput } from './shared/on-input';
import { readSetting } from './shared/read-setting';
import { toKnownError } from './shared/to-known-error';
import { toPort } from './shared/to-port';

interface IdentityAckConfig extends NodeDef {
  account: string;
  operation: string;
  to: string;
  toType: string;
  /** Approve whatever is newest where the message names nothing. */
  approveNewest: boolean;
  /** What becomes of the held messages: `send`, `output`, `drop`. */
  held: string;
}

/** What a flow may set on the message. */
export interface IdentityAckInput extends NodeMessageInFlow {
  operation?: unknown;
  to?: unknown;
  changeId?: unknown;
  identityHash?: unknown;
  held?: unknown;
  by?: unknown;
  state?: unknown;
  limit?: unknown;
  after?: unknown;
  whatsapp?: { customer?: unknown; identity?: { changeId?: unknown } };
}

const PORTS = { result: 0, held: 1 } as const;

module.exports = (RED: NodeAPI): void => {
  function IdentityAckConstructor(this: Node, config: IdentityAckConfig): void {
    RED.nodes.createNode(this, config);
    const account = accountOf(RED, this, config.account)?.account;
    const show = (fill: 'grey' | 'green' | 'red', shape: 'ring' | 'dot', key: string, values = {}): void => {
      const text = RED._(`whatsapp-identity-ack.status.${key}`, values);
      const mark = account?.isSimulated ? `${RED._('whatsapp-identity-ack.status.simulator')} · ` : '';
      this.status({ fill, shape, text: mark + text });
    };
    if (account !== undefined) show('grey', 'ring', 'ready');

    onInput(this, async (input, send) => {
      const msg = input as IdentityAckInput;
      if (account === undefined) throw accountMissing();
      const name = String(msg.operation ?? config.operation ?? 'acknowledge');
      const operate = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
      if (operate === undefined) throw unknownOperation();
      const request: OperationRequest = {
        account,
        msg,
        names: () => namesOf(RED, this, config, account, msg),
        held: String(msg.held ?? config.held ?? 'send'),
        approveNewest: config.approveNewest === true,
      };
      const result = await operate(request).catch((error: unknown) => {
        show('red', 'ring', 'failed', { code: toKnownError(error).code });
        throw error;
      });
      show('green', 'dot', result.topic);
      for (const held of result.handedOut ?? []) send(toPort(2, PORTS.held, held));
      const { topic, payload, whatsapp } = result;
      const simulated = account.isSimulated ? { simulated: true } : {};
      send(
        toPort(2, PORTS.result, { ...msg, topic, payload, whatsapp: { ...msg.whatsapp, ...whatsapp, ...simulated } }),
      );
    });
  }

  RED.nodes.registerType('whatsapp-identity-ack', IdentityAckConstructor);
};

async function namesOf(RED: NodeAPI, node: Node, config: IdentityAckConfig, account: Account, msg: IdentityAckInput) {
  const { country } = account.settings;
  const setting = await readSetting(RED, node, { value: config.to, type: config.toType }, msg, 'customer');
  const options = country === '' ? {} : { country };
  const { names, group } = toRecipient({ to: msg.to, setting, customer: msg.whatsapp?.customer }, options);
  if (!group) return names;
  throw new InputError(
    'group_has_no_identity',
    'A group has no identity that could be acknowledged.',
    'Name a customer.',
  );
}

const accountMissing = (): InputError =>
  new InputError('account_missing', 'The node has no working account.', 'Choose an account in the node, and deploy.');

const unknownOperation = (): InputError =>
  new InputError(
    'operation_unknown',
    'The operation is not one that the node knows.',
    `Use one of: ${Object.keys(OPERATIONS).join(', ')}.`,
  );
