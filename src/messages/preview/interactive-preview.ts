import { isObject, objectsOf } from '../../platform/http/json';
import { formatted, plain } from './formatting';
import { mediaPreview } from './media-preview';
import type { Preview, PreviewButton, PreviewSection } from './preview';
import { textOf } from './text-of';

type Content = Readonly<Record<string, unknown>>;

const objectOf = (value: unknown): Content => (isObject(value) ? value : {});

/** Buttons, a list, or a button that opens an address, below a text. */
export function interactivePreview({ header, body, footer, action }: Content): Preview {
  const last = textOf(objectOf(footer).text);
  const { button, buttons, sections, parameters } = objectOf(action);
  return {
    ...headerPreview(objectOf(header)),
    body: formatted(textOf(objectOf(body).text)),
    ...(last === '' ? {} : { footer: plain(last) }),
    buttons: [...objectsOf(buttons).map(replyPreview), ...listPreview(button), ...linkPreview(objectOf(parameters))],
    sections: objectsOf(sections).map(sectionPreview),
  };
}

/** What stands above the text: a text, or media. */
export function headerPreview(header: Content): Pick<Preview, 'header' | 'media'> {
  const type = textOf(header.type);
  if (type === '') return {};
  return type === 'text' ? { header: plain(textOf(header.text)) } : mediaPreview(type, { ...objectOf(header[type]) });
}

const replyPreview = ({ reply }: Content): PreviewButton => ({
  kind: 'reply',
  text: plain(textOf(objectOf(reply).title)),
});

const listPreview = (button: unknown): PreviewButton[] =>
  textOf(button) === '' ? [] : [{ kind: 'list', text: plain(textOf(button)) }];

const linkPreview = ({ display_text: text, url }: Content): PreviewButton[] =>
  text === undefined && url === undefined
    ? []
    : [{ kind: 'url', text: plain(textOf(text)), detail: plain(textOf(url)) }];

const sectionPreview = ({ title, rows }: Content): PreviewSection => ({
  ...(textOf(title) === '' ? {} : { title: plain(textOf(title)) }),
  rows: objectsOf(rows).map((row) => ({
    title: plain(textOf(row.title)),
    ...(textOf(row.description) === '' ? {} : { description: plain(textOf(row.description)) }),
  })),
});
