import type { Node, NodeAPI } from 'node-red';
import { composeMessage, formOf } from '../../src/messages/form/compose-message';
import { readSetting } from './read-setting';

/** What the dialog stores of the message's form. */
export interface FormConfig {
  /** Name of a form; absent or `payload` for whatever `msg.payload` holds. */
  messageType?: string;
  /** The typed inputs by the names of the form's fields. */
  form?: Readonly<Record<string, { value?: string; type?: string }>>;
}

/** Whether the message comes from the node's own form instead of `msg.payload`. */
export const hasForm = ({ messageType }: FormConfig): boolean => Boolean(messageType) && messageType !== 'payload';

/**
 * The message that the node's form describes, with the values it has for this message of the flow.
 *
 * @throws InputError `setting_failed`, and those of `composeMessage`
 */
export async function readForm(
  RED: NodeAPI,
  node: Node,
  { messageType = '', form = {} }: FormConfig,
  msg: object,
): Promise<object> {
  const values = formOf(messageType).fields.map(async ({ name }) => {
    const { value, type } = form[name] ?? {};
    return [name, await readSetting(RED, node, { value, type }, msg, `field "${name}"`)];
  });
  return composeMessage(messageType, Object.fromEntries(await Promise.all(values)));
}
