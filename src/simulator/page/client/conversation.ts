import type { Phone, PhoneMessage } from '../wire';
import { toShown } from './content';

/** What an answer quotes. */
export interface Quoted {
  who: 'You' | 'The business';
  text: string;
}

/** What stands in a chat, one below the other. The key stays the same as long as the item does. */
export type Item =
  | { kind: 'divider'; key: string; text: string }
  | {
      kind: 'message';
      key: string;
      message: PhoneMessage;
      /** Emojis, the latest of each side. */
      reactions: readonly string[];
      quoted: Quoted | undefined;
    };

/** The chat on a phone: messages with what refers to them, and between them what happened to the phone. */
export function toConversation({ messages, person, device }: Pick<Phone, 'messages' | 'person' | 'device'>): Item[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const reactions = reactionsOf(messages);
  const items: Item[] = [];
  let before: Holder = { person: { generation: 1, name: '' }, device: 1 };
  for (const message of messages) {
    items.push(...dividers(`before ${message.id}`, before, message));
    before = message;
    // A reaction stands on what it is about, if that is still there.
    if (message.content.type === 'reaction' && byId.has(targetOf(message))) continue;
    const emojis = [...(reactions.get(message.id)?.values() ?? [])].filter(Boolean);
    items.push({ kind: 'message', key: message.id, message, reactions: emojis, quoted: quotedBy(message, byId) });
  }
  items.push(...dividers('last', before, { person, device }));
  return items.length > 0 ? items : [{ kind: 'divider', key: 'empty', text: 'No messages yet' }];
}

type Holder = Pick<PhoneMessage, 'person' | 'device'>;

function dividers(key: string, before: Holder, after: Holder): Item[] {
  const text =
    before.person.generation === after.person.generation
      ? before.device !== after.device && `New device (${after.device}), new identity hash`
      : `${after.person.name} holds this number now`;
  return text === false ? [] : [{ kind: 'divider', key, text }];
}

interface Reaction {
  message_id?: unknown;
  emoji?: unknown;
}

const reactionOf = ({ content }: PhoneMessage): Reaction => (content.reaction ?? {}) as Reaction;
const targetOf = (message: PhoneMessage): string => String(reactionOf(message).message_id ?? '');

/** By message and side; an empty emoji takes the reaction back. */
function reactionsOf(messages: readonly PhoneMessage[]): Map<string, Map<string, string>> {
  const byMessage = new Map<string, Map<string, string>>();
  for (const message of messages.filter(({ content }) => content.type === 'reaction')) {
    const target = targetOf(message);
    const sides = byMessage.get(target) ?? new Map<string, string>();
    byMessage.set(target, sides.set(message.from, String(reactionOf(message).emoji ?? '')));
  }
  return byMessage;
}

/** A business names what it answers as `message_id`, a customer's webhook as `id`. */
function quotedBy({ content }: PhoneMessage, byId: ReadonlyMap<string, PhoneMessage>): Quoted | undefined {
  const { message_id: named, id = named } = (content.context ?? {}) as { message_id?: unknown; id?: unknown };
  const quoted = byId.get(String(id ?? ''));
  if (quoted === undefined) return undefined;
  const { title, text, media } = toShown(quoted.content, quoted.template);
  return {
    who: quoted.from === 'customer' ? 'You' : 'The business',
    text: text || title || media?.kind || 'A message',
  };
}
