import type { Mark, Piece } from '../../../src/messages/preview/formatting';
import type { Preview, PreviewButton, PreviewSection } from '../../../src/messages/preview/preview';

type Pieces = readonly Piece[];

const ELEMENTS: Readonly<Record<Mark, string>> = { bold: 'strong', italic: 'em', strike: 's', code: 'code' };

const MEDIA_ICONS: Readonly<Record<string, string>> = {
  image: 'fa-picture-o',
  video: 'fa-film',
  audio: 'fa-volume-up',
  document: 'fa-file-o',
  sticker: 'fa-smile-o',
  location: 'fa-map-marker',
};

const BUTTON_ICONS: Readonly<Record<string, string>> = {
  reply: 'fa-reply',
  list: 'fa-list',
  url: 'fa-external-link',
  copy_code: 'fa-clipboard',
  otp: 'fa-clipboard',
  phone_number: 'fa-phone',
  flow: 'fa-list-alt',
};

/** Shows a message as the customer will see it, made of elements in which everything is text. */
export function showPreview(place: JQuery, { quotes = [], reaction, buttons, sections, ...parts }: Preview): void {
  place.empty();
  const bubble = $('<div class="whatsapp-bubble">').appendTo(place);
  if (quotes.length > 0) bubble.append(line('quote', quotes));
  if (reaction !== undefined) bubble.append(line('reaction', reaction));
  if (parts.media !== undefined) bubble.append(mediaElement(parts.media));
  for (const name of ['header', 'body', 'footer'] as const) {
    const pieces = parts[name] ?? [];
    if (pieces.length > 0) bubble.append(line(name, pieces));
  }
  for (const button of buttons) place.append(buttonElement(button));
  if (sections.some(({ rows }) => rows.length > 0)) place.append(listElement(sections));
}

const line = (name: string, pieces: Pieces): JQuery =>
  $('<div>')
    .addClass(`whatsapp-${name}`)
    .append(...toElements(pieces));

/** Lines break where the text has them: by the style, not by elements. */
const toElements = (pieces: Pieces): JQuery[] =>
  pieces.map(({ text, marks, isExpression }) => {
    const inner = $('<span>')
      .text(text)
      .toggleClass('whatsapp-expression', isExpression === true);
    return marks.reduceRight((element, mark) => $(`<${ELEMENTS[mark]}>`).append(element), inner);
  });

const icon = (name: string | undefined): JQuery => $('<i class="fa fa-fw" aria-hidden="true">').addClass(name ?? '');

const mediaElement = ({ kind, name }: { kind: string; name: Pieces }): JQuery =>
  $('<div class="whatsapp-media">')
    .append(icon(MEDIA_ICONS[kind]))
    .append($('<div>').append(...toElements(name)));

function buttonElement({ kind, text, detail = [] }: PreviewButton): JQuery {
  const element = $('<div class="whatsapp-button">').append(icon(BUTTON_ICONS[kind]), ' ', ...toElements(text));
  return detail.length === 0
    ? element
    : element.append($('<div class="whatsapp-detail">').append(...toElements(detail)));
}

function listElement(sections: readonly PreviewSection[]): JQuery {
  const list = $('<div class="whatsapp-list">');
  for (const { title, rows } of sections) {
    if (title !== undefined)
      $('<div class="whatsapp-list-title">')
        .append(...toElements(title))
        .appendTo(list);
    for (const row of rows) {
      const element = $('<div class="whatsapp-list-row">').append($('<div>').append(...toElements(row.title)));
      if (row.description !== undefined) {
        element.append($('<div class="whatsapp-detail">').append(...toElements(row.description)));
      }
      element.appendTo(list);
    }
  }
  return list;
}
