import { deepEqual, equal } from 'node:assert/strict';
import { type Item, toConversation } from '../../../../src/simulator/page/client/conversation';
import type { PhoneMessage } from '../../../../src/simulator/page/wire';

const ANA = { generation: 1, name: 'Ana' };

function message(id: string, more: Partial<PhoneMessage> & { text?: string } = {}): PhoneMessage {
  const { text = id, ...rest } = more;
  const content = { type: 'text', text: { body: text } };
  return {
    id,
    from: 'customer',
    number: '1',
    at: '2026-01-01T00:00:00.000Z',
    content,
    person: ANA,
    device: 1,
    ...rest,
  };
}

const reaction = (id: string, to: string, emoji: string | undefined, from: PhoneMessage['from'] = 'customer') =>
  message(id, {
    from,
    content: { type: 'reaction', reaction: { message_id: to, ...(emoji !== undefined && { emoji }) } },
  });

const chat = (messages: PhoneMessage[], person = ANA, device = 1): Item[] =>
  toConversation({ messages, person, device });
const keys = (items: Item[]): string[] => items.map(({ key }) => key);
const messageOf = (items: Item[], id: string) => {
  const found = items.find(({ key }) => key === id);
  if (found?.kind !== 'message') throw new Error(`There is no message ${id}.`);
  return found;
};

describe('a conversation on the simulator’s page', () => {
  it('says that there is none yet', () => {
    deepEqual(chat([]), [{ kind: 'divider', key: 'empty', text: 'No messages yet' }]);
  });

  it('tells a new device and another person where they came, the last of them too', () => {
    const mallory = { generation: 2, name: 'Mallory' };
    const items = chat([message('a'), message('b', { device: 2 })], mallory, 3);
    deepEqual(keys(items), ['a', 'before b', 'b', 'last']);
    deepEqual(
      items.flatMap((item) => (item.kind === 'divider' ? item.text : [])),
      ['New device (2), new identity hash', 'Mallory holds this number now'],
    );
  });

  it('puts reactions on what they are about, the latest of each side', () => {
    const items = chat([
      message('a'),
      reaction('r1', 'a', '👍', 'business'),
      reaction('r2', 'a', '😂', 'business'),
      reaction('r3', 'a', '❤️'),
    ]);
    deepEqual(keys(items), ['a']);
    deepEqual(messageOf(items, 'a').reactions, ['😂', '❤️']);
  });

  it('takes a reaction back, by an empty emoji or by none', () => {
    for (const none of ['', undefined]) {
      const items = chat([message('a'), reaction('r1', 'a', '👍'), reaction('r2', 'a', none)]);
      deepEqual(messageOf(items, 'a').reactions, []);
    }
  });

  it('shows a reaction by itself when what it is about is not there', () => {
    deepEqual(keys(chat([reaction('r', 'gone', '👍')])), ['r']);
  });

  it('quotes what is answered, as businesses and as customers name it', () => {
    const items = chat([
      message('a', { text: 'What is my balance?' }),
      message('b', { from: 'business', content: { type: 'text', text: { body: '12' }, context: { message_id: 'a' } } }),
      message('c', { content: { type: 'text', text: { body: 'Oh' }, context: { from: '1', id: 'b' } } }),
      message('d', { content: { type: 'text', text: { body: '?' }, context: { id: 'gone' } } }),
    ]);
    deepEqual(messageOf(items, 'b').quoted, { who: 'You', text: 'What is my balance?' });
    deepEqual(messageOf(items, 'c').quoted, { who: 'The business', text: '12' });
    equal(messageOf(items, 'd').quoted, undefined);
  });

  it('quotes a picture without words by what it is', () => {
    const picture = { type: 'image', image: { id: '1' } };
    const answer = { type: 'text', text: { body: 'Nice' }, context: { id: 'a' } };
    deepEqual(messageOf(chat([message('a', { content: picture }), message('b', { content: answer })]), 'b').quoted, {
      who: 'You',
      text: 'Photo',
    });
  });
});
