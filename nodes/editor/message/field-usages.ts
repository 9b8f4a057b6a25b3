import type { FormField } from '../../../src/messages/form/message-form';
import type { Usage } from '../../../src/messages/validation/measure';
import { fieldAt } from './field-at';

/** From this part of a limit on, it is worth a word. */
export const NOTEWORTHY = 0.8;
const MOST_SHOWN = 3;

/**
 * What a field shows of the limits: how many things its list holds, and how long its text is. Of a list's many texts only
 * those that come near their limit are shown, the fullest first.
 */
export function fieldUsages(field: FormField, fields: readonly FormField[], usages: readonly Usage[]): Usage[] {
  // Rows without sections are one section, of which nobody knows.
  const isOne = ({ unit, used }: Usage): boolean => unit === 'sections' && used <= 1;
  const own = usages.filter((usage) => fieldAt(fields, usage.path) === field && !isOne(usage));
  const counts = own.filter(({ unit }) => unit !== 'characters');
  const texts = own.filter(({ unit }) => unit === 'characters');
  if (texts.length === 1 && counts.length === 0) return texts;
  const full = texts.filter((usage) => share(usage) >= NOTEWORTHY).sort((one, other) => share(other) - share(one));
  return [...counts, ...full.slice(0, MOST_SHOWN)];
}

/** How full it is: 1 for full, more for beyond. */
export const share = ({ used, most }: Usage): number => used / most;

export const isBeyond = ({ used, most }: Usage): boolean => used > most;
