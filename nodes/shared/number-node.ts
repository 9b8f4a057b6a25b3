import type { Node, NodeAPI } from 'node-red';
import type { Account } from '../../src/account';
import { InputError } from '../../src/platform/errors';
import { accountOf } from './config-account';
import { type Incoming, onInput } from './on-input';
import { toKnownError } from './to-known-error';
import { toPort } from './to-port';
import { WarnOnChange } from './warn-on-change';

/** What something that was done with the business number came to. */
export interface NumberResult {
  topic: string;
  payload: unknown;
  /** What else `msg.whatsapp` gets. */
  whatsapp?: object;
  /** Sentences for `msg.whatsapp.warnings` and the log. */
  warnings?: readonly string[];
  /** Key and values of the status text, where the topic is none. */
  status?: { key: string; values?: Record<string, string> };
}

interface NumberNode<Request> {
  /** ID of the configuration node. */
  accountId: string;
  /**
   * What the message asks for. It runs before anything can fail, so that secrets are off the message by the time a Catch
   * node gets it.
   */
  toRequest(msg: Incoming): Promise<Request>;
  operate(account: Account, request: Request): Promise<NumberResult>;
}

/** Makes a node with one input and one output work on the business number of its account. */
export function serveNumber<Request>(RED: NodeAPI, node: Node, work: NumberNode<Request>): void {
  const account = accountOf(RED, node, work.accountId)?.account;
  const warner = new WarnOnChange(node);
  const show = (
    fill: 'grey' | 'blue' | 'green' | 'yellow' | 'red',
    shape: 'ring' | 'dot',
    key: string,
    values: Record<string, string> = {},
  ): void => {
    const text = RED._(`${node.type}.status.${key}`, values);
    const mark = account?.isSimulated ? `${RED._(`${node.type}.status.simulator`)} · ` : '';
    node.status({ fill, shape, text: mark + text });
  };
  if (account !== undefined) show('grey', 'ring', 'ready');

  onInput(node, async (msg, send) => {
    try {
      const request = await work.toRequest(msg);
      if (account === undefined) throw accountMissing();
      show('blue', 'ring', 'working');
      const result = await work.operate(account, request);
      const { topic, warnings = [], status = { key: topic } } = result;
      warner.warn(warnings);
      show(warnings.length > 0 ? 'yellow' : 'green', 'dot', status.key, status.values);
      send(toPort(1, 0, toMessage(msg, result, account)));
    } catch (error) {
      if (account !== undefined) show('red', 'ring', 'failed', { code: toKnownError(error).code });
      throw error;
    }
  });
}

function toMessage(
  msg: Incoming,
  { topic, payload, whatsapp: own, warnings = [] }: NumberResult,
  account: Account,
): object {
  // What a node before this one said is not about this result.
  const { warnings: _before, usage: _used, ...known } = (msg.whatsapp ?? {}) as Record<string, unknown>;
  const { phoneNumberId } = account.settings;
  const usage = account.platform.usage.latest();
  const whatsapp = {
    ...known,
    ...own,
    ...(phoneNumberId === '' ? {} : { phoneNumberId }),
    ...(warnings.length > 0 ? { warnings: [...warnings] } : {}),
    ...(usage === undefined ? {} : { usage }),
    ...(account.isSimulated ? { simulated: true } : {}),
  };
  return { ...msg, topic, payload, whatsapp };
}

const accountMissing = (): InputError =>
  new InputError('account_missing', 'The node has no working account.', 'Choose an account in the node, and deploy.');
