import type { Node, NodeAPI, NodeDef, NodeMessageInFlow } from 'node-red';
import type { Account } from '../src/account';
import { SEND_POLICIES, type SendPolicy } from '../src/identity/policy';
import { toRecipient } from '../src/messages/recipient';
import type { SendResult } from '../src/messages/sender';
import { toMessage } from '../src/messages/to-message';
import { InputError } from '../src/platform/errors';
import type { Outgoing } from '../src/store/outgoing';
import { accountOf } from './shared/config-account';
import { onClose } from './shared/on-close';
import { onInput, type Send } from './shared/on-input';
import { readSetting } from './shared/read-setting';
import { toResultMessage } from './shared/result-message';
import { SendStatus } from './shared/send-status';
import { toPort } from './shared/to-port';

interface SendConfig extends NodeDef {
  account: string;
  to: string;
  toType: string;
  policy?: string;
}

/** What a flow may set on the message. */
interface SendInput extends NodeMessageInFlow {
  to?: unknown;
  identityHash?: unknown;
  policy?: unknown;
  callbackData?: unknown;
  whatsapp?: { customer?: unknown };
}

const PORTS = { accepted: 0, held: 1, failed: 2 } as const;

module.exports = (RED: NodeAPI): void => {
  function SendConstructor(this: Node, config: SendConfig): void {
    RED.nodes.createNode(this, config);
    const account = accountOf(RED, this, config.account)?.account;
    if (account === undefined) {
      onInput(this, async () => {
        throw new InputError(
          'account_missing',
          'The node has no working account.',
          'Choose an account in the node, and deploy.',
        );
      });
      return;
    }
    const status = new SendStatus(this, RED, account);
    const emit = (msg: object, result: SendResult, released: boolean, send: Send): void => {
      status.show(result);
      if (result.type === 'superseded') return;
      send(toPort(3, PORTS[result.type], toResultMessage(msg, result, { account, released })));
    };

    let isWarned = false;
    /** Said once, and with a message: when the flows start, the webhook may come after this node. */
    const warnIfUnserved = (): void => {
      if (account.isServed || isWarned) return;
      isWarned = true;
      this.warn(RED._('whatsapp-send-with-hash.warning.unserved'));
    };

    onInput(this, async (msg, send) => {
      const outgoing = await toOutgoing(RED, this, config, account, msg as SendInput);
      warnIfUnserved();
      status.sending();
      const result = await account.sender.send(outgoing).finally(() => status.settled());
      emit(msg, result, false, send);
      if (result.type === 'failed') throw result.error;
    });

    const unregister = account.sender.register(this.id, (result, released) => {
      const outgoing = result.type === 'held' ? result.held.outgoing : result.outgoing;
      const msg = outgoing.msgid === undefined ? {} : { _msgid: outgoing.msgid };
      emit(msg, result, released, (outputs) => this.send(outputs));
      // Nobody's input is being worked on: the error has no `done` to go to.
      if (result.type === 'failed') this.error(result.error, msg);
    });
    onClose(this, unregister);
  }

  RED.nodes.registerType('whatsapp-send-with-hash', SendConstructor);
};

async function toOutgoing(
  RED: NodeAPI,
  node: Node,
  config: SendConfig,
  account: Account,
  msg: SendInput,
): Promise<Outgoing> {
  const content = toMessage(msg.payload);
  const { country } = account.settings;
  const recipient = toRecipient(
    {
      to: msg.to,
      message: content,
      setting: await readSetting(RED, node, { value: config.to, type: config.toType }, msg, 'recipient'),
      customer: msg.whatsapp?.customer,
    },
    country === '' ? {} : { country },
  );
  const { to, recipient: userId, group, names } = recipient;
  return {
    nodeId: node.id,
    ...(group ? {} : { names }),
    address: {
      ...(to === undefined ? {} : { to }),
      ...(userId === undefined ? {} : { recipient: userId }),
      ...(group ? { recipient_type: 'group' } : {}),
    },
    content: withoutGuardMembers(content),
    policy: toPolicy(msg.policy ?? config.policy),
    ...requiredHash(msg.identityHash ?? content.recipient_identity_key_hash),
    ...callbackData(msg.callbackData ?? content.biz_opaque_callback_data),
    msgid: msg._msgid,
  };
}

/** What the guard and the platform client decide on is not the payload's to decide. */
function withoutGuardMembers({
  recipient_identity_key_hash: _h,
  biz_opaque_callback_data: _d,
  to: _t,
  recipient: _r,
  ...content
}: Outgoing['content']): Outgoing['content'] {
  return content as Outgoing['content'];
}

function toPolicy(policy: unknown): SendPolicy {
  if (policy === undefined) return 'same';
  const known = SEND_POLICIES.find((name) => name === policy);
  if (known !== undefined) return known;
  throw new InputError(
    'policy_unknown',
    'The policy of the message is not one that the node knows.',
    `Use one of: ${SEND_POLICIES.join(', ')}.`,
  );
}

function requiredHash(hash: unknown): { requiredHash?: string } {
  if (hash === undefined) return {};
  if (typeof hash === 'string' && hash !== '') return { requiredHash: hash };
  // Leaving it out would send to whoever holds the account now: the opposite of what was asked for.
  throw new InputError(
    'identity_hash_invalid',
    'msg.identityHash is empty or no text.',
    'Give the hash as it came in a webhook, or delete the property.',
  );
}

const LONGEST_OWN_DATA = 480;

function callbackData(data: unknown): { callbackData?: string } {
  if (data === undefined || data === null) return {};
  if (typeof data === 'string' && data.length <= LONGEST_OWN_DATA) return { callbackData: data };
  throw new InputError(
    'callback_data_invalid',
    `The callback data must be a text of at most ${LONGEST_OWN_DATA} characters.`,
    'Shorten it, for example to an ID under which the flow keeps the rest.',
  );
}
