import type { MessageContent } from '../../world/sent-message';
import type { PhoneMessage } from '../wire';
import { type Choice, type ShownMedia, toShown } from './content';
import type { Item } from './conversation';
import { button, el } from './dom';
import { type Run, toRuns } from './formatted';
import { downloadButton, picture } from './media';

export interface BubbleActions {
  /** Sends something that refers to this message. */
  reply(message: PhoneMessage, content: MessageContent): void;
}

const EMOJIS = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

type MessageItem = Item & { kind: 'message' };

/** A message on a phone. Whether it was read, and reactions to it, come with `refreshBubble`. */
export function bubble({ message, quoted }: MessageItem, actions: BubbleActions): HTMLElement {
  const { from, content, at, group, template } = message;
  const shown = toShown(content, template);
  const isOwn = from === 'customer';
  const tap = (choice: Choice): void => actions.reply(message, choice.reply);
  const kind = content.type === 'sticker' ? ' bare' : '';
  return el(
    'div',
    { class: `bubble ${isOwn ? 'own' : 'theirs'}${kind}`, 'data-id': message.id },
    el('span', { class: 'hidden' }, isOwn ? 'You wrote: ' : 'The business wrote: '),
    group !== undefined && el('span', { class: 'group' }, group),
    quoted && el('blockquote', {}, el('b', {}, quoted.who), el('span', {}, quoted.text)),
    shown.media && media(shown.media, shown.text),
    shown.title !== undefined && el('strong', {}, shown.title),
    shown.text !== '' && el('p', {}, ...toRuns(shown.text).map(toStyled)),
    shown.footer !== undefined && el('small', { class: 'footer' }, shown.footer),
    el('span', { class: 'meta' }, time.format(new Date(at)), isOwn && el('span', { class: 'ticks', role: 'img' })),
    el('span', { class: 'reactions' }),
    !isOwn && shown.buttons.length > 0 && choices(shown.buttons, tap),
    !isOwn && shown.list && openList(shown.list.label, shown.list.choices, tap),
    !isOwn &&
      reactionMenu((emoji) =>
        actions.reply(message, { type: 'reaction', reaction: { message_id: message.id, emoji } }),
      ),
  );
}

/**
 * What happens to a message later changes it in its place: a screen reader reads out what is new, not the message once
 * more, and menus stay open.
 */
export function refreshBubble(element: HTMLElement, { message: { readAt }, reactions }: MessageItem): void {
  const ticks = element.querySelector('.ticks');
  ticks?.classList.toggle('read', readAt !== undefined);
  ticks?.setAttribute('aria-label', readAt === undefined ? 'sent' : 'read');
  const shown = element.querySelector('.reactions');
  if (shown && shown.textContent !== reactions.join(' ')) shown.textContent = reactions.join(' ');
}

const TAGS = { bold: 'b', italic: 'i', struck: 's', code: 'code' } as const;

const toStyled = ({ text, style }: Run): Node | string => (style === undefined ? text : el(TAGS[style], {}, text));

/** A picture as such, where it is a file of the world; anything else as a card. */
function media(shown: ShownMedia, caption: string): HTMLElement {
  const { id, kind, isPicture } = shown;
  const instead = (): HTMLElement => card(shown);
  return id !== undefined && isPicture ? picture(id, [kind, caption].filter(Boolean).join(': '), instead) : instead();
}

function card({ icon, kind, detail, id, filename }: ShownMedia): HTMLElement {
  return el(
    'span',
    { class: 'media' },
    el('span', { class: 'icon', 'aria-hidden': 'true' }, icon),
    el('span', {}, kind, el('small', {}, detail)),
    id !== undefined && filename !== undefined && downloadButton(id, filename),
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
    menu.querySelector('summary')?.focus();
    react(emoji);
  };
  const all = EMOJIS.map((emoji) => button(emoji, pick(emoji), { 'aria-label': `React with ${emoji}` }));
  menu.append(
    el('span', { class: 'emojis' }, ...all, button('✕', pick(''), { 'aria-label': 'Take the reaction back' })),
  );
  return menu;
}
