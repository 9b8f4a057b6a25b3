import { isObject, objectsOf } from '../../platform/http/json';
import type { TemplateInfo } from '../../platform/templates';
import { placeholdersIn } from './placeholders';
import type { Template, TemplateButton, TemplateHeader } from './template';

/** A template of the account, and whether it can be sent. */
export interface TemplateChoice {
  readonly template: Template;
  /** The platform's word: `APPROVED`, `PENDING`, `PAUSED`, `REJECTED`, … */
  readonly status: string;
  /** A part that no form can fill, like `carousel`: such a template is sent as a message object. */
  readonly obstacle?: string;
}

/** What a form has fields for. Other buttons take nothing, and other parts are an obstacle. */
const COMPONENTS = ['header', 'body', 'footer', 'buttons'];
const HEADERS = ['text', 'image', 'video', 'document', 'location'];
/** These must be given products, or an order. */
const DEMANDING_BUTTONS = ['mpm', 'spm', 'order_details'];

/** A template as the account lists it; undefined for what is none. */
export function readTemplate(info: TemplateInfo): TemplateChoice | undefined {
  const { name, language, status } = info;
  if (typeof name !== 'string' || name === '' || typeof language !== 'string') return undefined;
  const components = objectsOf(info.components);
  const find = (type: string) => components.find((component) => kindOf(component) === type) ?? {};
  const category = textOf(info.category);
  const header = find('header');
  const body = textOf(find('body').text);
  const footer = textOf(find('footer').text);
  const buttons = objectsOf(find('buttons').buttons);
  const template: Template = {
    name,
    language,
    category,
    isNamed: info.parameter_format === 'NAMED',
    ...toHeader(header),
    // Of a template for codes the platform may leave out the text, which is its own.
    body: body === '' && category === 'AUTHENTICATION' ? '*{{1}}*' : body,
    ...(footer === '' ? {} : { footer }),
    buttons: buttons.map((button) => toButton(button, category)),
    examples: {
      ...textExamples('header', textOf(header.text), header.example),
      ...textExamples('body', body, find('body').example),
      ...Object.fromEntries(
        buttons.map((button, index) => [`button.${index}`, buttonExample(button)]).filter(([, text]) => text !== ''),
      ),
    },
  };
  const obstacle = obstacleOf(components, buttons);
  return { template, status: textOf(status), ...(obstacle === undefined ? {} : { obstacle }) };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const kindOf = ({ type }: Record<string, unknown>): string => textOf(type).toLowerCase();

function toHeader({ format, text }: Record<string, unknown>): { header?: TemplateHeader } {
  const kind = textOf(format).toLowerCase();
  if (kind === 'text') return { header: { format: 'text', text: textOf(text) } };
  return kind === 'image' || kind === 'video' || kind === 'document' || kind === 'location'
    ? { header: { format: kind } }
    : {};
}

function toButton(button: Record<string, unknown>, category: string): TemplateButton {
  const kind = kindOf(button);
  const url = textOf(button.url);
  // The platform lists the button that copies a code as a link to itself.
  const copies = kind === 'otp' || (category === 'AUTHENTICATION' && kind === 'url');
  return { kind: copies ? 'otp' : kind, text: textOf(button.text), ...(url === '' || copies ? {} : { url }) };
}

function obstacleOf(
  components: readonly Record<string, unknown>[],
  buttons: readonly Record<string, unknown>[],
): string | undefined {
  const part = components.map(kindOf).find((kind) => !COMPONENTS.includes(kind));
  const format = components
    .filter((component) => kindOf(component) === 'header')
    .map((header) => textOf(header.format).toLowerCase())
    .find((kind) => !HEADERS.includes(kind));
  return part ?? format ?? buttons.map(kindOf).find((kind) => DEMANDING_BUTTONS.includes(kind));
}

/** `body_text` is a list of lists, `header_text` a list; named placeholders have `…_named_params`. */
function textExamples(part: 'header' | 'body', text: string, example: unknown): Record<string, string> {
  if (!isObject(example)) return {};
  const named = objectsOf(example[`${part}_text_named_params`]).map((one): [string, string] => [
    textOf(one.param_name),
    textOf(one.example),
  ]);
  const list: unknown = example[`${part}_text`];
  const values: unknown[] = Array.isArray(list) ? list.flat() : [];
  const numbered = placeholdersIn(text).map((name, index): [string, string] => [name, textOf(values[index])]);
  return Object.fromEntries(
    (named.length > 0 ? named : numbered)
      .filter(([name, value]) => name !== '' && value !== '')
      .map(([name, value]) => [`${part}.${name}`, value]),
  );
}

/** Of a link the platform keeps the whole address as sample, of which only the end is asked for. */
function buttonExample({ url, example }: Record<string, unknown>): string {
  const sample = textOf(Array.isArray(example) ? example[0] : example);
  const fixed = textOf(url).replace(/\{\{\w+\}\}.*$/, '');
  return fixed !== '' && sample.startsWith(fixed) ? sample.slice(fixed.length) : sample;
}
