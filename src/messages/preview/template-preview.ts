import { isObject, objectsOf } from '../../platform/http/json';
import { fillPlaceholders, placeholdersIn } from '../template/placeholders';
import type { Template, TemplateButton } from '../template/template';
import { asExpression } from './expression';
import { formatted, plain } from './formatting';
import { headerPreview } from './interactive-preview';
import type { Preview, PreviewButton } from './preview';
import { textOf } from './text-of';

type Content = Readonly<Record<string, unknown>>;

/** The text of a template with the values of a message; what has none yet is shown as the placeholder that it is. */
export function templatePreview(template: Template, content: Content): Preview {
  const components = objectsOf(content.components);
  const parametersOf = (type: string): Content[] =>
    objectsOf(components.find((component) => component.type === type)?.parameters);
  const fill = (text: string, type: string): string => fillText(template, text, parametersOf(type));
  const { header, body, footer, buttons } = template;
  return {
    ...(header?.format === 'text'
      ? { header: plain(fill(header.text, 'header')) }
      : headerPreview(parametersOf('header')[0] ?? { type: header?.format })),
    body: formatted(fill(body, 'body')),
    ...(footer === undefined ? {} : { footer: plain(footer) }),
    buttons: buttons.map((button, index) => buttonPreview(button, findButton(components, index))),
    sections: [],
  };
}

const findButton = (components: Content[], index: number): Content =>
  components.find((component) => component.type === 'button' && Number(component.index) === index) ?? {};

function fillText({ isNamed }: Template, text: string, parameters: readonly Content[]): string {
  const names = placeholdersIn(text);
  return fillPlaceholders(text, (name) => {
    const parameter = isNamed
      ? parameters.find(({ parameter_name }) => parameter_name === name)
      : parameters[names.indexOf(name)];
    return textOf(parameter?.text) || asExpression(`{{${name}}}`);
  });
}

function buttonPreview({ kind, text, url }: TemplateButton, { parameters }: Content): PreviewButton {
  const [parameter = {}] = objectsOf(parameters);
  const code = textOf(parameter.coupon_code);
  const shown = kind === 'quick_reply' ? 'reply' : kind;
  if (url !== undefined) {
    const address = fillPlaceholders(url, (name) => textOf(parameter.text) || asExpression(`{{${name}}}`));
    return { kind: shown, text: plain(text), detail: plain(address) };
  }
  return { kind: shown, text: plain(text), ...(isObject(parameter) && code !== '' ? { detail: plain(code) } : {}) };
}
