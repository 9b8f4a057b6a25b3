import type { Runtime, Status } from '../../harness/runtime';
import { waitUntil } from '../../harness/wait';

/** Waits until a node's status has a text that fits. */
export function untilStatus(red: Runtime, id: string, text: RegExp): Promise<Status> {
  const fits = (): Status | undefined => (text.test(red.status(id).text ?? '') ? red.status(id) : undefined);
  return waitUntil(fits, { what: () => `status ${text} of ${id}, which says: ${red.status(id).text}` });
}
