import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { Account } from '../src/account';
import { isReadRequest } from '../src/messages/read-receipt';
import type { SendResult } from '../src/messages/send-result';
import { InputError } from '../src/platform/errors';
import { accountOf } from './shared/config-account';
import { markAsRead } from './shared/mark-as-read';
import { onClose } from './shared/on-close';
import { type Incoming, onInput, type Send } from './shared/on-input';
import { type FormConfig, hasForm, readForm } from './shared/read-form';
import { type ReplyConfig, readReply } from './shared/read-reply';
import { readSetting } from './shared/read-setting';
import { toRejectedMessage, toResultMessage } from './shared/result-message';
import { SendStatus } from './shared/send-status';
import { serveTemplates } from './shared/templates-route';
import { toKnownError } from './shared/to-known-error';
import { type SendInput, toOutgoing } from './shared/to-outgoing';
import { toPort } from './shared/to-port';

/** What the dialog stores; flows that were written by hand may lack any of it. */
interface SendConfig extends NodeDef, FormConfig, ReplyConfig {
  account: string;
  to?: string;
  toType?: string;
  policy?: string;
  /** Seconds. */
  timeout?: number | string;
  retries?: number | string;
  outcome?: string;
  /** Seconds. */
  timeLimit?: number | string;
}

const PORTS = { accepted: 0, held: 1, failed: 2 } as const;

module.exports = (RED: NodeAPI): void => {
  serveTemplates(RED);

  function SendConstructor(this: Node, config: SendConfig): void {
    RED.nodes.createNode(this, config);
    const account = accountOf(RED, this, config.account)?.account;
    if (account === undefined) {
      onInput(this, async (msg, send) => {
        const error = accountMissing();
        send(toPort(3, PORTS.failed, toRejectedMessage(msg, error, undefined)));
        throw error;
      });
      return;
    }
    const status = new SendStatus(this, RED, account);
    const emit = (msg: Partial<Incoming>, result: SendResult, released: boolean, send: Send): void => {
      status.show(result);
      if (result.type === 'superseded' || result.type === 'postponed') return;
      send(toPort(3, PORTS[result.type], toResultMessage(msg, result, { account, released })));
      if (result.type !== 'held' && result.unrecorded !== undefined) this.error(result.unrecorded, msg);
    };

    let isWarned = false;
    /** Said once, and with a message: when the flows start, the webhook may come after this node. */
    const warnIfUnserved = (): void => {
      if (account.isServed || isWarned) return;
      isWarned = true;
      this.warn(RED._('whatsapp-send-with-hash.warning.unserved'));
    };

    onInput(this, async (msg, send) => {
      const reject = (thrown: unknown): never => {
        const error = toKnownError(thrown);
        status.rejected(error);
        send(toPort(3, PORTS.failed, toRejectedMessage(msg, error, account)));
        throw error;
      };
      if (!hasForm(config) && isReadRequest(msg.payload)) {
        send(toPort(3, PORTS.accepted, await markAsRead(account, msg, msg.payload, config).catch(reject)));
        status.markedAsRead();
        return;
      }
      warnIfUnserved();
      const result = await tryToSend(RED, this, config, { account, status }, msg).catch(reject);
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

/** @throws WhatsAppError when the message can neither be sent nor held: it never left */
async function tryToSend(
  RED: NodeAPI,
  node: Node,
  config: SendConfig,
  { account, status }: { account: Account; status: SendStatus },
  msg: SendInput,
): Promise<SendResult> {
  const to = await readSetting(RED, node, { value: config.to, type: config.toType }, msg, 'recipient');
  const payload = hasForm(config) ? await readForm(RED, node, config, msg) : msg.payload;
  const replyTo = msg.replyTo === undefined ? await readReply(RED, node, config, msg, payload) : msg.replyTo;
  const { policy, timeout, retries, outcome, timeLimit } = config;
  const settings = { nodeId: node.id, to, policy, timeout, retries, outcome, timeLimit };
  const outgoing = toOutgoing({ ...msg, payload, replyTo }, settings, account);
  status.sending();
  return account.sender.send(outgoing).finally(() => status.settled());
}

function accountMissing(): InputError {
  return new InputError(
    'account_missing',
    'The node has no working account.',
    'Choose an account in the node, look at what the log says about it, and deploy.',
  );
}
