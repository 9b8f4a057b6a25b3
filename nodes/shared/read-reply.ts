import type { Node, NodeAPI } from 'node-red';
import type { Incoming } from './on-input';
import { readSetting } from './read-setting';

/** What the dialog stores of the message that is answered. */
export interface ReplyConfig {
  replyTo?: string;
  /** `none`, `received`, or a type of Node-RED's own; absent in flows from before there was a choice. */
  replyToType?: string;
}

/**
 * The ID of the message that is answered, as the node is set; undefined where there is none. Nothing is quoted where what
 * is named has no value for this message, so that one node can answer messages and send others.
 *
 * @param content of what is sent: a message object may name what it answers, and a reaction always does
 * @throws InputError `setting_failed`
 */
export async function readReply(
  RED: NodeAPI,
  node: Node,
  { replyTo, replyToType = 'none' }: ReplyConfig,
  msg: Incoming,
  content: unknown,
): Promise<unknown> {
  const { type, context } = Object(content) as { type?: unknown; context?: unknown };
  if (replyToType === 'none' || type === 'reaction' || context !== undefined) return undefined;
  if (replyToType === 'received') {
    const { kind, id } = (msg.whatsapp ?? {}) as { kind?: unknown; id?: unknown };
    return kind === 'message' ? id : undefined;
  }
  const id = await readSetting(RED, node, { value: replyTo, type: replyToType }, msg, 'message to answer');
  return id === null || id === '' ? undefined : id;
}
