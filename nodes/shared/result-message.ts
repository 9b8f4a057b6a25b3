import type { Account } from '../../src/account';
import type { Repeatable, SendResult } from '../../src/messages/send-result';
import type { WhatsAppError } from '../../src/platform/errors';
import type { Incoming } from './on-input';

/** A result may come when the message that it belongs to is long gone. */
type Origin = Pick<Incoming, 'whatsapp'>;

interface ResultContext {
  account: Account;
  /** The message had been held, and left after re-authentication. */
  released: boolean;
}

/** The message that leaves a send node for one result; what else was on the message that came in stays on it. */
export function toResultMessage(
  msg: Origin,
  result: Exclude<SendResult, { type: 'superseded' | 'postponed' }>,
  { account, released }: ResultContext,
): object {
  const { address, policy, content } = result.type === 'held' ? result.held.outgoing : result.outgoing;
  const common = {
    ...toCommon(msg, account),
    to: address.to ?? address.recipient,
    policy,
    ...(released ? { released: true } : {}),
  };
  switch (result.type) {
    case 'accepted': {
      const { receipt, hash, stage = 'accepted', at } = result;
      const told = { id: receipt.id, identityHash: hash, ...(at === undefined ? {} : { timestamp: at }) };
      return { ...msg, topic: stage, payload: receipt.raw, whatsapp: { ...common, ...told, ...toMark(result) } };
    }
    case 'held': {
      const { id, reason, heldAt } = result.held;
      const held = { id, reason, since: new Date(heldAt).toISOString() };
      return { ...msg, topic: reason, payload: content, whatsapp: { ...common, held } };
    }
    case 'failed': {
      const { error, wamid } = result;
      const told = wamid === undefined ? {} : { id: wamid };
      return { ...msg, ...toFailure(error), whatsapp: { ...common, ...told, ...toMark(result) } };
    }
  }
}

/** What left again after a crash, because the flow may not have had it, says so as webhooks do. */
const toMark = ({ isRepeated }: Repeatable): object => (isRepeated ? { redelivered: true } : {});

/** The message for one that could not even be tried: its recipient, its content or the node's account is unusable. */
export function toRejectedMessage(msg: Origin, error: WhatsAppError, account: Account | undefined): object {
  return { ...msg, ...toFailure(error), whatsapp: toCommon(msg, account) };
}

/** What every message that leaves a send node says in `msg.whatsapp`. */
export function toCommon({ whatsapp = {} }: Origin, account: Account | undefined): object {
  const { customer, identity } = whatsapp;
  return {
    kind: 'send',
    // The On-Premises API has none.
    ...(account?.settings.phoneNumberId ? { phoneNumberId: account.settings.phoneNumberId } : {}),
    ...(customer === undefined ? {} : { customer }),
    ...(identity === undefined ? {} : { identity }),
    ...(account?.isSimulated ? { simulated: true } : {}),
  };
}

function toFailure({ code, message, cause }: WhatsAppError): { topic: string; payload: object } {
  return { topic: TOPICS[code] ?? 'failed', payload: { code, message, ...cause } };
}

/** Failures with a topic of their own: nobody knows whether the message left, or it waited too long. */
const TOPICS: Readonly<Record<string, string>> = {
  unknown_outcome: 'unknown_outcome',
  held_expired: 'timeout',
  queue_expired: 'timeout',
  outcome_timeout: 'timeout',
};
