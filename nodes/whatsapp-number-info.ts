import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { Account } from '../src/account';
import { allNumbers } from '../src/numbers/all-numbers';
import { toNumberFields } from '../src/numbers/number-fields';
import { identityCheckWarning } from '../src/numbers/throughput';
import type { NumberInfo } from '../src/platform/number';
import { SLOW_FROM } from '../src/platform/usage';
import { type NumberResult, serveNumber } from './shared/number-node';
import type { Incoming } from './shared/on-input';
import { pickOperation } from './shared/pick-operation';
import { readSetting } from './shared/read-setting';

interface NumberInfoConfig extends NodeDef {
  account: string;
  operation?: string;
  fields?: string;
  /** `fields` for those ticked in the dialog, else a type of Node-RED's typed inputs. */
  fieldsType?: string;
}

/** What a flow may set on the message. */
interface NumberInfoInput extends Incoming {
  operation?: unknown;
  fields?: unknown;
}

type Operation = (account: Account, fields: readonly string[]) => Promise<NumberResult>;

const OPERATIONS: Readonly<Record<string, Operation>> = { number, list };

module.exports = (RED: NodeAPI): void => {
  function NumberInfoConstructor(this: Node, config: NumberInfoConfig): void {
    RED.nodes.createNode(this, config);
    serveNumber<{ operate: Operation; fields: readonly string[] }>(RED, this, {
      accountId: config.account,
      toRequest: async (msg: NumberInfoInput) => ({
        operate: pickOperation(OPERATIONS, String(msg.operation ?? (config.operation || 'number'))),
        fields: toNumberFields(await fieldsOf(RED, this, config, msg)),
      }),
      operate: (account, { operate, fields }) => operate(account, fields),
    });
  }

  RED.nodes.registerType('whatsapp-number-info', NumberInfoConstructor);
};

async function fieldsOf(RED: NodeAPI, node: Node, config: NumberInfoConfig, msg: NumberInfoInput): Promise<unknown> {
  if (msg.fields !== undefined) return msg.fields;
  const type = config.fieldsType === 'fields' ? 'str' : config.fieldsType;
  return readSetting(RED, node, { value: config.fields, type }, msg, 'list of fields');
}

async function number({ platform }: Account, fields: readonly string[]): Promise<NumberResult> {
  const info = await platform.numberInfo(fields);
  const warning = identityCheckWarning(info);
  const { quality_rating: quality } = info;
  const percent = platform.usage.latest()?.percent ?? 0;
  return {
    topic: 'number',
    payload: info,
    warnings: warning === undefined ? [] : [warning],
    ...toStatus(percent, quality),
  };
}

async function list({ platform }: Account, fields: readonly string[]): Promise<NumberResult> {
  const numbers = await allNumbers(platform, fields);
  return {
    topic: 'numbers',
    payload: numbers,
    warnings: numbers.flatMap((info) => {
      const warning = identityCheckWarning(info);
      return warning === undefined ? [] : [`${nameOf(info)}: ${warning}`];
    }),
    status: { key: 'numbers', values: { numbers: String(numbers.length) } },
  };
}

/** How near the limits are matters more than the quality, once they are near. */
function toStatus(percent: number, quality: unknown): Pick<NumberResult, 'status'> {
  if (percent >= SLOW_FROM) return { status: { key: 'usage', values: { percent: String(Math.round(percent)) } } };
  return typeof quality === 'string' ? { status: { key: 'quality', values: { quality } } } : {};
}

const nameOf = ({ display_phone_number: phone, id }: NumberInfo): string => String(phone ?? id ?? 'A number');
