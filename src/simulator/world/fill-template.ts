import { isObject } from '../../platform/http/json';
import type { MessageTemplate } from './templates';

export interface FilledButton {
  /** As the template has it: `QUICK_REPLY`, `URL`, `PHONE_NUMBER`, `COPY_CODE`, … */
  type: string;
  text: string;
  /** Where it leads: an address, a phone number, a code. */
  target?: string;
  /** What comes back when a quick reply is tapped. */
  payload?: string;
}

/** A template with a message's values in the places of its placeholders. */
export interface FilledTemplate {
  /** Absent where the header is none, or no text. */
  header?: string;
  body: string;
  footer?: string;
  buttons: FilledButton[];
}

type Component = Readonly<Record<string, unknown>>;

/** What a customer reads of a message that is made of this template. A placeholder without a value stays as it is. */
export function fillTemplate({ components }: MessageTemplate, message: unknown): FilledTemplate {
  const given = isObject(message) ? listOf(message.components) : [];
  const part = (type: string): Component | undefined => components.find((component) => component.type === type);
  const fillPart = (type: string): string | undefined => {
    const text = part(type)?.text;
    const values = listOf(given.find((component) => String(component.type).toUpperCase() === type)?.parameters);
    return typeof text === 'string' ? fill(text, values) : undefined;
  };
  const [header, footer] = [fillPart('HEADER'), fillPart('FOOTER')];
  return {
    ...(header !== undefined && { header }),
    body: fillPart('BODY') ?? '',
    ...(footer !== undefined && { footer }),
    buttons: listOf(part('BUTTONS')?.buttons).map((button, index) => {
      const values = given.find((component) => component.type === 'button' && Number(component.index) === index);
      return fillButton(button, listOf(values?.parameters));
    }),
  };
}

function fillButton({ type, text, url, phone_number: phone }: Component, values: readonly Component[]): FilledButton {
  const button = { type: String(type), text: String(text ?? '') };
  if (type === 'QUICK_REPLY') return { ...button, payload: String(values[0]?.payload ?? button.text) };
  const target = typeof url === 'string' ? fill(url, values) : (phone ?? values[0]?.coupon_code);
  return { ...button, ...(target !== undefined && { target: String(target) }) };
}

/** Placeholders are numbers, which count the values, or names, which the values carry. */
function fill(text: string, values: readonly Component[]): string {
  return text.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) => {
    const value = values.find((one) => one.parameter_name === name) ?? values[Number(name) - 1];
    return value === undefined ? placeholder : textOf(value);
  });
}

/** Currencies and times come with a text for who cannot format them. */
function textOf(value: Component): string {
  if (typeof value.text === 'string') return value.text;
  const special = value[String(value.type)];
  return isObject(special) ? String(special.fallback_value ?? '') : '';
}

const listOf = (value: unknown): Component[] => (Array.isArray(value) ? value.filter(isObject) : []);
