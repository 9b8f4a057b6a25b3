import type { SentMessage } from './sent-message';

/** Whether a message comes too late after the customer last wrote: only templates may. Groups have no window of their own. */
export const isOutsideWindow = ({ content, customer, number, recipient }: SentMessage): boolean =>
  content.type !== 'template' && !('group' in recipient) && customer?.isOpenTo(number) === false;
