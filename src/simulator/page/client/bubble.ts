import type { MessageContent } from '../../world/sent-message';
import type { PhoneMessage } from '../wire';
import { type Choice, toShown } from './content';
import { button, el } from './dom';

export interface BubbleActions {
  /** Sends something that refers to this message. */
  reply(message: PhoneMessage, content: MessageContent): void;
}

const EMOJIS = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** A message on a phone. */
export function bubble(message: PhoneMessage, reactions: readonly string[], actions: BubbleActions): HTMLElement {
  const { from, content, at, readAt } = message;
  const shown = toShown(content);
  const isOwn = from === 'customer';
  const tap = (choice: Choice): void => actions.reply(message, choice.reply);
  return el(
    'div',
    { class: `bubble ${isOwn ? 'own' : 'theirs'}`, 'data-id': message.id },
    el('span', { class: 'hidden' }, isOwn ? 'You wrote: ' : 'The business wrote: '),
    shown.title !== undefined && el('strong', {}, shown.title),
    shown.media &&
      el(
        'span',
        { class: 'media' },
        el('span', { class: 'icon', 'aria-hidden': 'true' }, shown.media.icon),
        el('span', {}, shown.media.kind, el('small', {}, shown.media.detail)),
      ),
    shown.text !== '' && el('p', {}, shown.text),
    shown.footer !== undefined && el('small', { class: 'footer' }, shown.footer),
    el(
      'span',
      { class: 'meta' },
      time.format(new Date(at)),
      isOwn &&
        el(
          'span',
          { class: readAt ? 'ticks read' : 'ticks', role: 'img', 'aria-label': readAt ? 'read' : 'sent' },
          readAt ? '✓✓' : '✓',
        ),
    ),
    reactions.length > 0 && el('span', { class: 'reactions' }, reactions.join(' ')),
    !isOwn && shown.buttons.length > 0 && choices(shown.buttons, tap),
    !isOwn && shown.list && openList(shown.list.label, shown.list.choices, tap),
    !isOwn &&
      reactionMenu((emoji) =>
        actions.reply(message, { type: 'reaction', reaction: { message_id: message.id, emoji } }),
      ),
  );
}

function choices(all: readonly Choice[], tap: (choice: Choice) => void): HTMLElement {
  return el('span', { class: 'choices' }, ...all.map((choice) => button(choice.title, () => tap(choice))));
}

function openList(label: string, all: readonly Choice[], tap: (choice: Choice) => void): HTMLElement {
  const menu = el('details', { class: 'list' }, el('summary', {}, label));
  const rows = all.map((choice) => {
    const row = button(choice.title, () => {
      menu.open = false;
      tap(choice);
    });
    if (choice.description) row.append(el('small', {}, choice.description));
    return row;
  });
  menu.append(el('span', { class: 'choices' }, ...rows));
  return menu;
}

function reactionMenu(react: (emoji: string) => void): HTMLElement {
  const menu = el('details', { class: 'react' }, el('summary', { 'aria-label': 'React to this message' }, '☺'));
  const pick = (emoji: string) => (): void => {
    menu.open = false;
    react(emoji);
  };
  const all = EMOJIS.map((emoji) => button(emoji, pick(emoji), { 'aria-label': `React with ${emoji}` }));
  menu.append(
    el('span', { class: 'emojis' }, ...all, button('✕', pick(''), { 'aria-label': 'Take the reaction back' })),
  );
  return menu;
}
