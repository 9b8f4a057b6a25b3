import { InputError } from '../../platform/errors';
import { isObject } from '../../platform/http/json';

/** What stands above the text of a template. */
export type TemplateHeader =
  | { readonly format: 'text'; readonly text: string }
  | { readonly format: 'image' | 'video' | 'document' | 'location' };

export interface TemplateButton {
  /** The platform's own word in small letters: `quick_reply`, `url`, `copy_code`, `flow`, … `otp` copies a code. */
  readonly kind: string;
  readonly text: string;
  /** Of a link; the end of the address may be a placeholder. */
  readonly url?: string;
}

/**
 * What the platform approved under a name in one language, as far as a message needs it. A node keeps it, so that it works
 * without asking the account.
 */
export interface Template {
  readonly name: string;
  readonly language: string;
  /** `UTILITY`, `MARKETING` or `AUTHENTICATION`. */
  readonly category: string;
  /** Whether placeholders have names; else numbers. */
  readonly isNamed: boolean;
  readonly header?: TemplateHeader;
  readonly body: string;
  readonly footer?: string;
  readonly buttons: readonly TemplateButton[];
  /** The business's own samples of values, by the fields of the form (`body.1`, `button.0`). */
  readonly examples: Readonly<Record<string, string>>;
}

/**
 * The template that a node has kept; flows may have been written by hand.
 *
 * @throws InputError `template_invalid`
 */
export function toTemplate(stored: unknown): Template {
  if (isObject(stored) && isTemplate(stored)) return { ...stored, examples: stored.examples ?? {} };
  throw new InputError(
    'template_invalid',
    'What the node has kept of its template is not complete.',
    'Open the node, choose the template again, and deploy.',
  );
}

function isTemplate(value: Record<string, unknown> | Template): value is Template {
  const { name, language, body, header, buttons } = value;
  const areTexts = [name, language, body].every((text) => typeof text === 'string') && name !== '';
  const isHeader = header === undefined || (isObject(header) && typeof header.format === 'string');
  return areTexts && isHeader && Array.isArray(buttons) && buttons.every(isObject);
}

/** Whether two templates are the same to whoever sends them and to whoever gets them. */
export function isSameTemplate(one: Template, other: Template): boolean {
  return essence(one) === essence(other);
}

const essence = ({ name, language, category, isNamed, header, body, footer, buttons }: Template): string => {
  const parts = buttons.map(({ kind, text, url }) => [kind, text, url]);
  const top = header && [header.format, 'text' in header ? header.text : ''];
  return JSON.stringify([name, language, category, isNamed, top, body, footer, parts]);
};
