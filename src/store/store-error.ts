import { WhatsAppError } from '../platform/errors';

/**
 * What the store could not do, as an error for people. The cause in the engine is told in words: the engine's own error
 * may hold paths and values.
 */
export function toStoreError(error: unknown): Error {
  if (error instanceof WhatsAppError || error instanceof TypeError) return error;
  const code = codeOf(error);
  const sentence =
    SENTENCES[code ?? ''] ?? `The store failed${code === undefined ? '' : ` (${code})`}: ${messageOf(error)}.`;
  return new WhatsAppError('store_failed', sentence, {
    retryable: true,
    advice: 'Make room on the disk, or make the folder writable; the next attempt works without a restart.',
  });
}

const SENTENCES: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: nothing can be recorded.',
  EFBIG: 'A file of the store cannot grow any more: nothing can be recorded.',
  EACCES: 'The folder of the store may not be written to.',
  EROFS: 'The disk of the store is read-only.',
  LEVEL_LOCKED: 'The folder of the store is in use by another process.',
};

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return codeOf(cause) ?? (typeof code === 'string' ? code : undefined);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
