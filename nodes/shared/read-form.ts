import type { Node, NodeAPI } from 'node-red';
import { composeMessage } from '../../src/messages/form/compose-message';
import { formOf } from '../../src/messages/form/form-of';
import { readSetting } from './read-setting';

/** What the dialog stores of the message's form. */
export interface FormConfig {
  /** Name of a form; absent or `payload` for whatever `msg.payload` holds. */
  messageType?: string;
  /** The template that was picked from the account's, for messages of the type `template`. */
  template?: unknown;
  /** The typed inputs by the names of the form's fields. */
  form?: Readonly<Record<string, { value?: string; type?: string }>>;
}

/** Whether the message comes from the node's own form instead of `msg.payload`. */
export const hasForm = ({ messageType }: FormConfig): boolean => Boolean(messageType) && messageType !== 'payload';

/**
 * The message that the node's form describes, with the values it has for this message of the flow.
 *
 * @throws InputError `setting_failed`, those of `formOf`, and those of `composeMessage`
 */
export async function readForm(
  RED: NodeAPI,
  node: Node,
  { messageType = '', template, form: stored = {} }: FormConfig,
  msg: object,
): Promise<object> {
  const form = formOf(messageType, template);
  const values = form.fields.map(async ({ name }) => {
    const { value, type } = stored[name] ?? {};
    return [name, await readSetting(RED, node, { value, type }, msg, `field "${name}"`)];
  });
  return composeMessage(form, Object.fromEntries(await Promise.all(values)));
}
