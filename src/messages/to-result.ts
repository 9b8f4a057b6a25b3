import { WhatsAppError } from '../platform/errors';
import type { SendReceipt } from '../platform/platform';
import type { Resolution } from '../store/resolution';
import { overdue } from './interruptions';
import type { SendResult } from './send-result';
import { statusFailure } from './status-failure';

/** The result of a message whose outcome was waited for. */
export function toResult(resolution: Resolution): SendResult {
  const { outgoing, outcome, hash, wamid, isRepeated } = resolution;
  const common = { outgoing, ...(isRepeated ? { isRepeated } : {}) };
  const named = wamid === undefined ? common : { ...common, wamid };
  switch (outcome.type) {
    case 'reached': {
      const { stage, at } = outcome;
      const reached = { stage, ...(at === undefined ? {} : { at }) };
      return { type: 'accepted', ...common, receipt: toReceipt(resolution), hash, ...reached };
    }
    case 'failed':
      return { type: 'failed', ...named, error: statusFailure(outcome.errors) };
    case 'timeout':
      return { type: 'failed', ...named, error: overdue(outcome.stage, outcome.limitMs) };
    case 'unknown': {
      const { code, message, cause } = outcome.doubt;
      return { type: 'failed', ...named, error: new WhatsAppError(code, message, cause) };
    }
  }
}

/** An answer that was lost is put together from what a status told. */
function toReceipt({ wamid = '', answer }: Resolution): SendReceipt {
  return { id: wamid, contacts: [], raw: answer ?? { messaging_product: 'whatsapp', messages: [{ id: wamid }] } };
}
