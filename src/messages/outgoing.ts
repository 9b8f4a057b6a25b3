import { InputError } from '../platform/errors';
import type { OutgoingMessage } from '../platform/platform';
import type { Address } from './address';
import type { MessageContent } from './content';

export interface OutgoingOptions {
  /** The hash to attach, whatever the content says; `null` sends without one, `undefined` keeps the content's own. */
  identityHash?: string | null | undefined;
  /** Replaces the content's own `biz_opaque_callback_data`. */
  callbackData?: string | undefined;
}

/** What the platform takes (facts, section 8). */
export const MAX_CALLBACK_DATA_LENGTH = 512;

/**
 * Content and address as one message for `Platform.sendMessage`. Whatever address the content had is replaced, so that
 * what the guard looked up and what is sent cannot differ. Neither argument is changed.
 *
 * @throws InputError `identity_hash_invalid`, `callback_data_invalid`
 */
export function toOutgoingMessage(
  content: MessageContent,
  address: Address,
  options: OutgoingOptions = {},
): OutgoingMessage {
  const {
    to: _to,
    recipient: _recipient,
    recipient_identity_key_hash: ownHash,
    biz_opaque_callback_data: ownData,
    ...rest
  } = content;
  const hash = options.identityHash === null ? undefined : toHash(options.identityHash ?? ownHash);
  const data = toCallbackData(options.callbackData ?? ownData);
  return {
    ...rest,
    recipient_type: address.group ? 'group' : 'individual',
    ...(address.to === undefined ? {} : { to: address.to }),
    ...(address.recipient === undefined ? {} : { recipient: address.recipient }),
    ...(hash === undefined ? {} : { recipient_identity_key_hash: hash }),
    ...(data === undefined ? {} : { biz_opaque_callback_data: data }),
  };
}

function toHash(hash: unknown): string | undefined {
  if (hash === undefined) return undefined;
  if (typeof hash === 'string' && hash !== '') return hash;
  // Leaving it out would send to whoever holds the account now: the opposite of what was asked for.
  throw new InputError(
    'identity_hash_invalid',
    'The identity hash is empty or no text.',
    'Give the hash as it came in a webhook, or leave the property out.',
  );
}

function toCallbackData(data: unknown): string | undefined {
  if (data === undefined || data === null) return undefined;
  if (typeof data === 'string' && data.length <= MAX_CALLBACK_DATA_LENGTH) return data;
  throw new InputError(
    'callback_data_invalid',
    `biz_opaque_callback_data must be a text of at most ${MAX_CALLBACK_DATA_LENGTH} characters.`,
    'Shorten it, for example to an ID under which the flow keeps the rest.',
  );
}
