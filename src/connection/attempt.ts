import { WhatsAppError } from '../platform/errors';
import type { Finding, Part } from './finding';
import { toFinding } from './to-finding';

/**
 * What a question to the platform brings, or the finding that its error is.
 *
 * @param asked what it is about
 * @throws whatever is no error of this package
 */
export async function attempt<T>(asked: Part, question: () => Promise<T>): Promise<{ answer: T } | { fault: Finding }> {
  try {
    return { answer: await question() };
  } catch (error) {
    if (!(error instanceof WhatsAppError)) throw error;
    return { fault: toFinding(error, asked) };
  }
}
