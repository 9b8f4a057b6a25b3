import { WhatsAppError } from '../platform/errors';

interface Diagnosis {
  /** What the engine or the operating system says when this is the cause. */
  sign: RegExp;
  message: string;
  advice: string;
}

const DIAGNOSES: readonly Diagnosis[] = [
  {
    sign: /LEVEL_LOCKED|already held/,
    message: 'The folder of the store is in use by another process.',
    advice: 'Stop the other Node-RED that uses this folder, or give each its own user directory.',
  },
  {
    sign: /ENOSPC|EDQUOT|No space left|quota/i,
    message: 'The disk is full: nothing can be recorded.',
    advice: 'Make room on the disk. The store works again by itself.',
  },
  {
    sign: /EFBIG|File too large/i,
    message: 'A file of the store may not grow any more: nothing can be recorded.',
    advice: 'Raise the limit on file sizes of the process. The store works again by itself.',
  },
  {
    sign: /EACCES|EPERM|EROFS|Permission denied|Read-only/i,
    message: 'The folder of the store may not be written to.',
    advice: 'Give the user who runs Node-RED the right to write to it. The store works again by itself.',
  },
  {
    // What Node.js says of a read-only disk, too, when a folder is to be made on it.
    sign: /\b(ENOENT|ENOTDIR|EEXIST)\b.*\bmkdir\b/,
    message: 'The folder of the store cannot be made.',
    advice: 'Look whether the disk of the Node-RED user directory is there and may be written to.',
  },
  {
    sign: /LEVEL_CORRUPTION|Corruption/,
    message: 'The files of the store are damaged.',
    advice: 'Restore the folder from a backup, or move it away: then every customer is unknown again.',
  },
];

const UNKNOWN_ADVICE = 'Look at the disk and the folder of the store. It works again by itself once the cause is gone.';

/** What the store could not do, as an error for people: `store_failed`, retryable. */
export function toStoreError(error: unknown): Error {
  // A mistake of ours is not the disk's.
  if (error instanceof WhatsAppError || error instanceof TypeError || error instanceof ReferenceError) return error;
  const text = textOf(error);
  const diagnosis = DIAGNOSES.find(({ sign }) => sign.test(text));
  const message = diagnosis?.message ?? `The store failed: ${text}.`;
  return new WhatsAppError('store_failed', message, { retryable: true, advice: diagnosis?.advice ?? UNKNOWN_ADVICE });
}

/** Codes and messages of an error and of what caused it. */
function textOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { code, message, cause } = error as { code?: unknown; message?: unknown; cause?: unknown };
  const own = [code, message].filter((part) => typeof part === 'string').join(' ');
  return cause === undefined ? own : `${own} (${textOf(cause)})`;
}
