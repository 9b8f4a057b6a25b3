import type { Account } from '../../src/account';
import type { SendResult } from '../../src/messages/sender';

interface ResultContext {
  account: Account;
  /** The message had been held, and left after re-authentication. */
  released: boolean;
}

/** What a message from webhook-in says about its customer. */
interface Origin {
  customer?: unknown;
  identity?: unknown;
}

/** The message that leaves a send node for one result; what else was on the message that came in stays on it. */
export function toResultMessage(
  msg: { whatsapp?: Origin },
  result: Exclude<SendResult, { type: 'superseded' }>,
  { account, released }: ResultContext,
): object {
  const { customer, identity } = msg.whatsapp ?? {};
  const outgoing = result.type === 'held' ? result.held.outgoing : result.outgoing;
  const common = {
    kind: 'send',
    phoneNumberId: account.settings.phoneNumberId,
    to: outgoing.address.to ?? outgoing.address.recipient,
    policy: outgoing.policy,
    ...(customer === undefined ? {} : { customer }),
    ...(identity === undefined ? {} : { identity }),
    ...(account.isSimulated ? { simulated: true } : {}),
    ...(released ? { released: true } : {}),
  };
  switch (result.type) {
    case 'accepted': {
      const { receipt, hash } = result;
      return {
        ...msg,
        topic: 'accepted',
        payload: receipt.raw,
        whatsapp: { ...common, id: receipt.id, identityHash: hash },
      };
    }
    case 'held': {
      const { id, reason, heldAt } = result.held;
      const held = { id, reason, since: new Date(heldAt).toISOString() };
      return { ...msg, topic: reason, payload: outgoing.content, whatsapp: { ...common, held } };
    }
    case 'failed': {
      const { error } = result;
      const topic = TOPICS[error.code] ?? 'failed';
      const payload = { code: error.code, message: error.message, ...error.cause };
      return { ...msg, topic, payload, whatsapp: common };
    }
  }
}

/** Failures with a topic of their own: nobody knows whether the message left, or it waited too long. */
const TOPICS: Readonly<Record<string, string>> = { unknown_outcome: 'unknown_outcome', held_expired: 'timeout' };
