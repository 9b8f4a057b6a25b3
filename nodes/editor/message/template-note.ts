import type { TemplateChoice } from '../../../src/messages/template/read-template';
import { isSameTemplate, type Template } from '../../../src/messages/template/template';
import type { TemplateList } from './template-list';

/** A sentence below the template: a caption of the dialog, and what is put into it. */
export interface TemplateNote {
  key: string;
  values?: Record<string, string>;
  isWarning: boolean;
  /** The template as the account has it now, to be taken instead. */
  replacement?: Template;
}

/** What there is to say about the account's templates, and about the one that the node has kept. */
export function templateNote(kept: Template | null, list: TemplateList): TemplateNote | null {
  if (list.kind === 'loading') return { key: 'loading', isWarning: false };
  if (list.kind === 'no account') return { key: 'noAccount', isWarning: false };
  if (list.kind === 'failed') return failure(list.code, list.message);
  const { choices } = list;
  if (kept === null) return choices.some(isSendable) ? null : { key: 'none', isWarning: false };
  const choice = choices.find(({ template }) => isOf(template, kept));
  if (choice === undefined) return { key: 'gone', isWarning: true };
  if (choice.status !== 'APPROVED') return { key: 'unsendable', values: { status: choice.status }, isWarning: true };
  if (isSameTemplate(choice.template, kept)) return null;
  return { key: 'changed', isWarning: true, replacement: choice.template };
}

/** What the dialog has words of its own for; else it shows the server's. */
const FAILURES = [
  'account_not_deployed',
  'account_faulty',
  'waba_id_missing',
  'permission_missing',
  'auth_failed',
  'not_supported',
  'not_permitted',
];

const failure = (code: string, message: string): TemplateNote =>
  FAILURES.includes(code)
    ? { key: `failure.${code}`, isWarning: true }
    : { key: 'failed', values: { message }, isWarning: true };

/** Whether the platform sends it, and the dialog has fields for all its values. */
export const isSendable = ({ status, obstacle }: TemplateChoice): boolean =>
  status === 'APPROVED' && obstacle === undefined;

/** Whether both are the same template in the same language, whatever it says. */
export const isOf = (one: Template, other: Template): boolean =>
  one.name === other.name && one.language === other.language;
