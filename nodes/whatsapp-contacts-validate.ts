import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { Account } from '../src/account';
import { toContactInputs } from '../src/contacts/inputs';
import { checkOffline } from '../src/contacts/offline-check';
import { InputError } from '../src/platform/errors';
import { besideRows } from './shared/beside-rows';
import { type CheckConfig, type CheckInput, toCheckSettings } from './shared/check-settings';
import { accountOf } from './shared/config-account';
import { onClose } from './shared/on-close';
import { onInput } from './shared/on-input';
import { toKnownError } from './shared/to-known-error';
import { toPort } from './shared/to-port';
import { WarnOnChange } from './shared/warn-on-change';

interface ContactsValidateConfig extends NodeDef, CheckConfig {
  account: string;
}

const PORTS = { results: 0, late: 1 } as const;

module.exports = (RED: NodeAPI): void => {
  function ContactsValidateConstructor(this: Node, config: ContactsValidateConfig): void {
    RED.nodes.createNode(this, config);
    const account = accountOf(RED, this, config.account)?.account;
    const warner = new WarnOnChange(this);
    const show = (
      fill: 'grey' | 'blue' | 'green' | 'yellow' | 'red',
      shape: 'ring' | 'dot',
      key: string,
      values: Record<string, string> = {},
    ): void => {
      const text = RED._(`whatsapp-contacts-validate.status.${key}`, values);
      const mark = account?.isSimulated ? `${RED._('whatsapp-contacts-validate.status.simulator')} · ` : '';
      this.status({ fill, shape, text: mark + text });
    };
    if (account !== undefined) show('grey', 'ring', 'ready');

    onInput(this, async (msg: CheckInput, send) => {
      if (account === undefined) throw accountMissing();
      try {
        const { payload, warnings, pending, ...more } = await check(account, config, msg, () =>
          show('blue', 'ring', 'checking'),
        );
        warner.warn(warnings);
        const good = payload.filter(({ status }) => GOOD.has(status)).length;
        const values = { good: String(good), all: String(payload.length), pending: String(pending) };
        show(warnings.length > 0 ? 'yellow' : 'green', 'dot', pending > 0 ? 'pending' : 'checked', values);
        const { warnings: _before, ...known } = (msg.whatsapp ?? {}) as Record<string, unknown>;
        const told = warnings.length === 0 ? {} : { warnings };
        const whatsapp = { ...known, ...describe(account), ...more, pending, ...told };
        send(
          toPort(2, PORTS.results, { ...msg, topic: 'results', payload: besideRows(payload, msg.payload), whatsapp }),
        );
      } catch (error) {
        show('red', 'ring', 'failed', { code: toKnownError(error).code });
        throw error;
      }
    });

    if (account === undefined) return;
    const unregister = account.contacts.register(this.id, ({ results, pending, msgid }) => {
      const good = results.filter(({ status }) => GOOD.has(status)).length;
      const values = { good: String(good), all: String(results.length), pending: String(pending) };
      show('green', 'dot', pending > 0 ? 'pending' : 'late', values);
      const origin = msgid === undefined ? {} : { _msgid: msgid };
      const whatsapp = { ...describe(account), pending };
      this.send(toPort(2, PORTS.late, { ...origin, topic: 'late_results', payload: results, whatsapp }));
    });
    onClose(this, unregister);
  }

  RED.nodes.registerType('whatsapp-contacts-validate', ContactsValidateConstructor);
};

/** What a number is called that is worth keeping: on WhatsApp, or at least a number that its country has. */
const GOOD: ReadonlySet<string> = new Set(['valid', 'plausible']);

interface Checked {
  payload: { input: string; status: string }[];
  asked: number;
  pending: number;
  warnings: string[];
  offline?: true;
}

async function check(
  account: Account,
  config: ContactsValidateConfig,
  msg: CheckInput,
  onAsk: () => void,
): Promise<Checked> {
  const { isOffline, column, ...options } = toCheckSettings(config, msg);
  const { country } = account.settings;
  const inputs = toContactInputs(msg.payload, column);
  if (isOffline) {
    return { payload: checkOffline(inputs, country), asked: 0, pending: 0, warnings: [], offline: true };
  }
  const { platform } = account;
  const { blocking, forceCheck } = options;
  // An API that has no such check says so itself, before anything is counted.
  if (platform.api !== 'on-premises') await platform.validateContacts({ contacts: inputs, blocking, forceCheck });
  onAsk();
  const { _msgid: msgid } = msg;
  const own = { ...options, country, nodeId: config.id, ...(msgid === undefined ? {} : { msgid }) };
  const { results, asked, pending, warning } = await account.contacts.check(inputs, own);
  return { payload: results, asked, pending, warnings: warning === undefined ? [] : [warning] };
}

const describe = ({ isSimulated }: Account): object => ({
  kind: 'contacts',
  ...(isSimulated ? { simulated: true } : {}),
});

const accountMissing = (): InputError =>
  new InputError('account_missing', 'The node has no working account.', 'Choose an account in the node, and deploy.');
