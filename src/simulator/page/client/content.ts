import type { FilledTemplate } from '../../world/fill-template';
import type { MessageContent } from '../../world/sent-message';

/** Something that a customer can tap on a message. */
export interface Choice {
  title: string;
  description?: string | undefined;
  /** What tapping it sends. */
  reply: MessageContent;
}

/** A picture, a file or the like: what it is, and what is known of it. */
export interface ShownMedia {
  icon: string;
  kind: string;
  detail: string;
  /** The media ID, where the file lies with the platform. */
  id?: string | undefined;
  /** What it is called when it is saved. */
  filename?: string | undefined;
  isPicture?: boolean;
}

/** A message's content, as a phone shows it. All of it is text. */
export interface Shown {
  /** In bold, above the text. */
  title?: string | undefined;
  /** Above everything. */
  media?: ShownMedia | undefined;
  text: string;
  footer?: string | undefined;
  buttons: Choice[];
  /** Opens a list of choices. */
  list?: { label: string; choices: Choice[] } | undefined;
}

const MEDIA: Record<string, [icon: string, kind: string]> = {
  image: ['🖼', 'Photo'],
  video: ['🎬', 'Video'],
  audio: ['🎤', 'Audio'],
  voice: ['🎤', 'Voice message'],
  document: ['📄', 'Document'],
  sticker: ['🌟', 'Sticker'],
};

/**
 * What a phone shows of a message. Content of a form that is not known is shown as it is.
 *
 * @param template what is read of it, where it is made of a template that is known
 */
export function toShown(content: MessageContent, template?: FilledTemplate): Shown {
  const { type } = content;
  const body = content[type];
  if (type === 'contacts' && Array.isArray(body)) return plain(body.map(toContact).join('\n'), ['👤', 'Contact']);
  if (!isObject(body)) return plain(JSON.stringify(content, null, 1));
  if (type === 'text') return plain(textOf(body.body));
  if (type === 'button') return plain(textOf(body.text));
  if (type === 'reaction') return plain(`Reacted with ${textOf(body.emoji) || 'nothing any more'}`);
  if (type === 'location') return plain(toPlace(body), ['📍', 'Location']);
  if (type === 'template') return template ? toFilled(template, toTemplate(body)) : toTemplate(body);
  if (type === 'interactive') return toInteractive(body);
  const media = toMedia(type, body);
  if (media === undefined) return plain(JSON.stringify(body, null, 1), ['✉', type]);
  return { ...plain(textOf(body.caption)), media };
}

/** Media of a message or of its header; undefined for what is none. */
function toMedia(type: string, { id, filename, link, mime_type: mimeType, voice }: Parts): ShownMedia | undefined {
  const known = Object.hasOwn(MEDIA, type) ? MEDIA[type] : undefined;
  if (known === undefined) return undefined;
  const [icon, kind] = known;
  const subtype = /^\w+\/([\w.-]+)/.exec(textOf(mimeType))?.[1];
  return {
    icon,
    kind: voice === true ? 'Voice message' : kind,
    detail: [filename, link, mimeType].map(textOf).filter(Boolean).join(' · '),
    ...(typeof id === 'string' && {
      id,
      filename: textOf(filename) || `${type}-${id}${subtype === undefined ? '' : `.${subtype}`}`,
      isPicture: type === 'image' || type === 'sticker',
    }),
  };
}

/** The first media among values that have each a type, such as a header, or the parameters of one. */
function firstMedia(values: readonly Parts[]): ShownMedia | undefined {
  for (const value of values) {
    const type = textOf(value.type);
    const found = toMedia(type, parts(value[type]));
    if (found !== undefined) return found;
  }
  return undefined;
}

const plain = (text: string, media?: [icon: string, kind: string]): Shown => ({
  text,
  buttons: [],
  ...(media && { media: { icon: media[0], kind: media[1], detail: '' } }),
});

function toPlace({ name, address, latitude, longitude }: Parts): string {
  return [name, address, `${textOf(latitude)}, ${textOf(longitude)}`].map(textOf).filter(Boolean).join('\n');
}

function toContact(contact: unknown): string {
  const { name, phones } = parts(contact);
  return [parts(name).formatted_name, ...list(phones).map((phone) => parts(phone).phone)].map(textOf).join(' ');
}

function toTemplate({ name, language, components }: Parts): Shown {
  const all = list(components).map(parts);
  const parameters = all
    .filter(({ type }) => type !== 'button')
    .flatMap((component) => list(component.parameters).map(parts));
  const media = firstMedia(parameters);
  const values = parameters.filter(({ type }) => !Object.hasOwn(MEDIA, textOf(type))).map(toParameter);
  const taps = all.filter(
    ({ type, sub_type: kind }) => type === 'button' && String(kind).toLowerCase() === 'quick_reply',
  );
  return {
    ...(media && { media }),
    title: `Template ${textOf(name)}`,
    text: values.join('\n'),
    footer: textOf(parts(language).code),
    buttons: taps.map(({ parameters, index }) => {
      const payload = textOf(parts(list(parameters)[0]).payload) || `button ${textOf(index)}`;
      return { title: payload, reply: { type: 'button', button: { payload, text: payload } } };
    }),
  };
}

/** A known template reads like any other message; what leads elsewhere is told below. */
function toFilled({ header, body, footer, buttons }: FilledTemplate, { media }: Shown): Shown {
  const links = buttons.filter(({ type }) => type !== 'QUICK_REPLY');
  return {
    ...(media && { media }),
    title: header,
    text: [body, ...links.map(({ text, target }) => [text, target].filter(Boolean).join(': '))].join('\n'),
    footer,
    buttons: buttons
      .filter(({ type }) => type === 'QUICK_REPLY')
      .map(({ text, payload = text }) => ({ title: text, reply: { type: 'button', button: { payload, text } } })),
  };
}

function toParameter(parameter: Parts): string {
  const value = parameter[textOf(parameter.type)];
  return typeof value === 'string' ? value : textOf(parts(value).fallback_value) || JSON.stringify(value ?? parameter);
}

function toInteractive({ type, header, body, footer, action, ...reply }: Parts): Shown {
  const answer = parts(reply[textOf(type)]);
  if (textOf(type).endsWith('_reply'))
    return plain(textOf(answer.title) || textOf(answer.body) || JSON.stringify(answer));
  const { buttons, sections, button, parameters, name } = parts(action);
  const { display_text: label, url } = parts(parameters);
  const rows = list(sections).flatMap((section) => list(parts(section).rows));
  const link = label === undefined ? '' : `\n${textOf(label)}: ${textOf(url)}`;
  const media = firstMedia([parts(header)]);
  return {
    ...(media && { media }),
    title: textOf(parts(header).text) || undefined,
    text: textOf(parts(body).text) + link,
    footer: textOf(parts(footer).text) || (buttons || sections || link ? undefined : textOf(name ?? type)),
    buttons: list(buttons).map((item) => toChoice('button_reply', parts(parts(item).reply))),
    ...(rows.length > 0 && {
      list: { label: textOf(button) || 'Choose', choices: rows.map((row) => toChoice('list_reply', parts(row))) },
    }),
  };
}

function toChoice(type: 'button_reply' | 'list_reply', { id, title, description }: Parts): Choice {
  const described = description === undefined ? {} : { description: textOf(description) };
  const chosen = { id: textOf(id), title: textOf(title), ...described };
  return { title: chosen.title, ...described, reply: { type: 'interactive', interactive: { type, [type]: chosen } } };
}

type Parts = Record<string, unknown>;

const isObject = (value: unknown): value is Parts =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const parts = (value: unknown): Parts => (isObject(value) ? value : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
