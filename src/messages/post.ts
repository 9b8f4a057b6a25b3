import type { Account } from '../account';
import { NoAnswerError, PlatformError, WhatsAppError } from '../platform/errors';
import type { OutgoingMessage, SendReceipt } from '../platform/platform';
import type { Admission, HeldMessage, Outgoing } from '../store/outgoing';
import type { SendOutcome, Settled } from '../store/store';
import { untraceable } from './interruptions';
import { isAwaited, type Outcomes } from './outcomes';
import { toOutgoingMessage } from './outgoing';
import type { Retry } from './retry';
import type { SendResult, Unrecorded } from './send-result';
import { toResult } from './to-result';

/** The platform has the message, or may have it; what becomes of it comes later, to whoever waits for it here. */
export interface Pending {
  type: 'pending';
  outgoing: Outgoing;
  result: Promise<SendResult> | undefined;
}

/** What came of one attempt: a result, or a message that waits for it, or again. */
export type Posted = SendResult | Pending | { type: 'again'; retry: Retry; queuedId: string | undefined };

export interface PostOptions {
  outcomes: Outcomes;
  /** Whether somebody in this process waits for the result. */
  isExpected: boolean;
  /** Whether and when a failure is followed by another attempt. */
  toRetry: (error: WhatsAppError) => Retry | undefined;
  /** The message had been on hold, and goes back there for another attempt. */
  held?: HeldMessage;
}

/** What the catalogue calls 137000, and 480 of the On-Premises API. */
const MISMATCH = 'identity_mismatch';

const CORRELATION_LENGTH = 22;

type Leaving = Extract<Admission, { type: 'send' }>;

/** Hands an admitted message to the platform, and records what came of it. */
export async function post(account: Account, admission: Leaving, options: PostOptions): Promise<Posted> {
  const { outgoing, correlationId, hash } = admission;
  let receipt: SendReceipt;
  try {
    receipt = await account.platform.sendMessage(toPlatformMessage(outgoing, hash, correlationId), {
      ...(outgoing.timeoutMs === undefined ? {} : { timeoutMs: outgoing.timeoutMs }),
    });
  } catch (error) {
    if (!(error instanceof WhatsAppError)) throw error;
    return refused(account, admission, { error, ...options });
  }
  const [contact] = receipt.contacts;
  const more = isAwaited(outgoing);
  const { posted, unrecorded } = await settle(account, admission, {
    outcome: {
      type: 'accepted',
      wamid: receipt.id,
      ...(contact?.wa_id === undefined ? {} : { waId: contact.wa_id }),
      ...(more ? { answer: receipt.raw } : {}),
    },
    ...options,
  });
  if (posted !== undefined) return posted;
  if (more) return { type: 'failed', outgoing, error: untraceable(), wamid: receipt.id, ...toUnrecorded(unrecorded) };
  return { type: 'accepted', outgoing, receipt, hash, ...toUnrecorded(unrecorded) };
}

/** @throws InputError what cannot be built must fail before it is recorded */
export function checkBuildable(outgoing: Outgoing): void {
  toPlatformMessage(outgoing, null, 'x'.repeat(CORRELATION_LENGTH));
}

async function refused(
  account: Account,
  admission: Leaving,
  { error, toRetry, ...options }: PostOptions & { error: WhatsAppError },
): Promise<Posted> {
  const { outgoing } = admission;
  const outcome = toOutcome(error, options.outcomes);
  const retry = outcome.type === 'refused' ? toRetry(error) : undefined;
  const { held: former } = options;
  const { posted, held, queuedId, unrecorded } = await settle(account, admission, {
    outcome: retry === undefined ? outcome : { type: 'again', ...(former === undefined ? {} : { held: former }) },
    ...options,
  });
  if (posted !== undefined) return posted;
  // Had it not been recorded that it waits again, it would be lost with the process: then it has failed.
  if (retry !== undefined && unrecorded === undefined && (queuedId !== undefined || former !== undefined)) {
    return { type: 'again', retry, queuedId };
  }
  if (held !== undefined) return { type: 'held', held };
  return { type: 'failed', outgoing, error, ...toUnrecorded(unrecorded) };
}

/** Records an answer. @returns with what came of it, where that is not for the answer to say */
async function settle(
  account: Account,
  { correlationId, messageId, outgoing }: Leaving,
  { outcome, outcomes, isExpected }: Pick<PostOptions, 'outcomes' | 'isExpected'> & { outcome: SendOutcome },
): Promise<Settled & Unrecorded & { posted?: SendResult | Pending }> {
  const mayLast = isExpected && (isAwaited(outgoing) || outcome.type === 'unknown');
  const expectation = mayLast ? outcomes.expect(messageId, outgoing) : undefined;
  try {
    const settled = await account.store.settle(account.scope, correlationId, outcome);
    account.report(settled.reports);
    const { awaitedUntil, isSuperseded, resolution } = settled;
    if (awaitedUntil !== undefined) {
      outcomes.arm(awaitedUntil);
      return { ...settled, posted: { type: 'pending', outgoing, result: expectation?.promise } };
    }
    outcomes.forgo(messageId);
    // What a status has put on hold may have been told to whoever waited, or else to the node.
    if (isSuperseded) return { ...settled, posted: expectation?.result ?? { type: 'superseded', outgoing } };
    return resolution === undefined ? settled : { ...settled, posted: toResult(resolution) };
  } catch (error) {
    outcomes.forgo(messageId);
    if (!(error instanceof WhatsAppError)) throw error;
    return { reports: [], isSuperseded: false, unrecorded: error };
  }
}

function toPlatformMessage(
  { content, address, names, callbackData }: Outgoing,
  hash: string | null,
  correlationId: string,
): OutgoingMessage {
  const group = address.recipient_type === 'group';
  // Our ID goes first: what comes back on the statuses then tells which message of ours they are about.
  const data = callbackData === undefined ? correlationId : `${correlationId} ${callbackData}`;
  return toOutgoingMessage(
    content,
    { names: names ?? {}, group, ...withoutType(address) },
    { identityHash: hash, callbackData: data },
  );
}

const toUnrecorded = (unrecorded: WhatsAppError | undefined): Unrecorded =>
  unrecorded === undefined ? {} : { unrecorded };

function toOutcome(error: WhatsAppError, outcomes: Outcomes): Exclude<SendOutcome, { type: 'accepted' | 'again' }> {
  if (error instanceof PlatformError && error.code === MISMATCH) return { type: 'mismatch' };
  const isAmbiguous = error instanceof NoAnswerError && error.ambiguous;
  return isAmbiguous ? { type: 'unknown', patience: outcomes.patience(error) } : { type: 'refused' };
}

function withoutType({ to, recipient }: Outgoing['address']): { to?: string; recipient?: string } {
  return { ...(to === undefined ? {} : { to }), ...(recipient === undefined ? {} : { recipient }) };
}
