import type { FormField } from '../../../src/messages/form/message-form';

/** The field whose value stands at a place of the message, or most closely around it. */
export function fieldAt(fields: readonly FormField[], path: string): FormField | undefined {
  const around = fields.filter(({ at }) => at !== undefined && isWithin(path, at));
  return around.sort((one, other) => (other.at?.length ?? 0) - (one.at?.length ?? 0))[0];
}

/** Whether a path is this one, or leads on from it. */
const isWithin = (path: string, at: string): boolean =>
  path === at || path.startsWith(`${at}.`) || path.startsWith(`${at}[`);
