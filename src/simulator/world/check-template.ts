import { isObject } from '../../platform/http/json';
import type { MessageTemplate } from './templates';

/** The platform's code for what is wrong with a message made of a template, and its words. */
export interface TemplateFault {
  code: 132000 | 132012 | 132015 | 132016;
  details: string;
}

/** What the platform refuses a message for that is to be made of this template (facts, section 10). */
export function findTemplateFault(template: MessageTemplate, message: unknown): TemplateFault | undefined {
  const { name, status } = template;
  if (status === 'PAUSED') return { code: 132015, details: `The template ${name} is paused.` };
  if (status === 'DISABLED') return { code: 132016, details: `The template ${name} is disabled.` };
  const given = isObject(message) && Array.isArray(message.components) ? message.components.filter(isObject) : [];
  return partFault(template, given, 'header') ?? partFault(template, given, 'body') ?? buttonFault(template, given);
}

type Component = Readonly<Record<string, unknown>>;

function partFault(
  { components, parameter_format }: MessageTemplate,
  given: readonly Component[],
  part: 'header' | 'body',
): TemplateFault | undefined {
  const wanted = components.find(({ type }) => type === part.toUpperCase());
  const parameters = parametersOf(given.find(({ type }) => type === part));
  const format = String(wanted?.format ?? 'TEXT');
  if (format !== 'TEXT') {
    const [type] = parameters.map((parameter) => String(parameter.type).toUpperCase());
    if (type === format) return undefined;
    return {
      code: 132012,
      details: `${part}: Format mismatch, expected ${format}, received ${type ?? 'UNKNOWN'}`,
    };
  }
  const names = placeholdersIn(wanted?.text);
  if (parameters.length !== names.length) return countFault(part, parameters.length, names.length);
  if (parameter_format !== 'NAMED') return undefined;
  const missing = names.find((name) => parameters.every(({ parameter_name }) => parameter_name !== name));
  return missing === undefined
    ? undefined
    : { code: 132012, details: `${part}: Parameter name is missing or not the template's: ${missing}` };
}

/** Parameters that a button must have: the end of its address, a code, the products. */
function buttonFault({ components }: MessageTemplate, given: readonly Component[]): TemplateFault | undefined {
  const wanted = components.find(({ type }) => type === 'BUTTONS')?.buttons;
  const buttons = Array.isArray(wanted) ? wanted.filter(isObject) : [];
  for (const [index, { type, url }] of buttons.entries()) {
    const needed = type === 'URL' ? placeholdersIn(url).length : Number(['COPY_CODE', 'MPM'].includes(String(type)));
    const component = given.find((one) => one.type === 'button' && Number(one.index) === index);
    const count = parametersOf(component).length;
    if (count < needed) return countFault(`Button at index ${index} of type ${type}`, count, needed);
    if (component !== undefined && component.sub_type !== String(type).toLowerCase()) {
      return { code: 132012, details: `Button at index ${index} is of type ${type}, not ${component.sub_type}` };
    }
  }
  return undefined;
}

const countFault = (part: string, count: number, expected: number): TemplateFault => ({
  code: 132000,
  details: `${part}: number of localizable_params (${count}) does not match the expected number of params (${expected})`,
});

const parametersOf = (component: Component | undefined): Component[] =>
  Array.isArray(component?.parameters) ? component.parameters.filter(isObject) : [];

const placeholdersIn = (text: unknown): string[] =>
  typeof text === 'string' ? [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name))] : [];
