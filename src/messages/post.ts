import type { Account } from '../account';
import { NoAnswerError, PlatformError, WhatsAppError } from '../platform/errors';
import type { OutgoingMessage, SendReceipt } from '../platform/platform';
import type { Admission, HeldMessage, Outgoing } from '../store/outgoing';
import type { SendOutcome, Settled } from '../store/store';
import { toOutgoingMessage } from './outgoing';
import type { Retry } from './retry';
import type { SendResult, Unrecorded } from './send-result';

/** What came of one attempt: a result, or a message that waits again. */
export type Posted = SendResult | { type: 'again'; retry: Retry; queuedId: string | undefined };

export interface PostOptions {
  /** Whether and when a failure is followed by another attempt. */
  toRetry: (error: WhatsAppError) => Retry | undefined;
  /** The message had been on hold, and goes back there for another attempt. */
  held?: HeldMessage;
}

/** What the catalogue calls 137000, and 480 of the On-Premises API. */
const MISMATCH = 'identity_mismatch';

const CORRELATION_LENGTH = 22;

/** Hands an admitted message to the platform, and records what came of it. */
export async function post(
  account: Account,
  { outgoing, correlationId, hash }: Extract<Admission, { type: 'send' }>,
  options: PostOptions,
): Promise<Posted> {
  let receipt: SendReceipt;
  try {
    receipt = await account.platform.sendMessage(toPlatformMessage(outgoing, hash, correlationId), {
      ...(outgoing.timeoutMs === undefined ? {} : { timeoutMs: outgoing.timeoutMs }),
    });
  } catch (error) {
    if (!(error instanceof WhatsAppError)) throw error;
    return refused(account, outgoing, { correlationId, error, ...options });
  }
  const [contact] = receipt.contacts;
  const { isSuperseded, reports, unrecorded } = await settle(account, correlationId, {
    type: 'accepted',
    wamid: receipt.id,
    ...(contact?.wa_id === undefined ? {} : { waId: contact.wa_id }),
  });
  account.report(reports);
  if (isSuperseded) return { type: 'superseded', outgoing };
  return { type: 'accepted', outgoing, receipt, hash, ...toUnrecorded(unrecorded) };
}

/** @throws InputError what cannot be built must fail before it is recorded */
export function checkBuildable(outgoing: Outgoing): void {
  toPlatformMessage(outgoing, null, 'x'.repeat(CORRELATION_LENGTH));
}

async function refused(
  account: Account,
  outgoing: Outgoing,
  { correlationId, error, toRetry, held: former }: PostOptions & { correlationId: string; error: WhatsAppError },
): Promise<Posted> {
  const outcome = toOutcome(error);
  const retry = outcome.type === 'refused' ? toRetry(error) : undefined;
  const settled = await settle(
    account,
    correlationId,
    retry === undefined ? outcome : { type: 'again', ...(former === undefined ? {} : { held: former }) },
  );
  const { reports, held, queuedId, unrecorded } = settled;
  account.report(reports);
  // Had it not been recorded that it waits again, it would be lost with the process: then it has failed.
  if (retry !== undefined && unrecorded === undefined && (queuedId !== undefined || former !== undefined)) {
    return { type: 'again', retry, queuedId };
  }
  if (held !== undefined) return { type: 'held', held };
  return { type: 'failed', outgoing, error, ...toUnrecorded(unrecorded) };
}

async function settle(
  { scope, store }: Account,
  correlationId: string,
  outcome: SendOutcome,
): Promise<Settled & Unrecorded> {
  try {
    return await store.settle(scope, correlationId, outcome);
  } catch (error) {
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

function toOutcome(error: WhatsAppError): { type: 'mismatch' | 'unknown' | 'refused' } {
  if (error instanceof PlatformError && error.code === MISMATCH) return { type: 'mismatch' };
  return { type: error instanceof NoAnswerError && error.ambiguous ? 'unknown' : 'refused' };
}

function withoutType({ to, recipient }: Outgoing['address']): { to?: string; recipient?: string } {
  return { ...(to === undefined ? {} : { to }), ...(recipient === undefined ? {} : { recipient }) };
}
