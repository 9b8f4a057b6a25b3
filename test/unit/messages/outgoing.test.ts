import { deepEqual, equal, throws } from 'node:assert/strict';
import { toOutgoingMessage } from '../../../src/messages/outgoing';
import { toRecipient } from '../../../src/messages/recipient';
import { toMessage } from '../../../src/messages/to-message';
import { InputError } from '../../../src/platform/errors';

const phone = toRecipient({ to: '+16315551234' });
const content = toMessage('Hello');

describe('toOutgoingMessage', () => {
  it('joins content and address', () => {
    deepEqual(toOutgoingMessage(content, phone), {
      type: 'text',
      text: { body: 'Hello' },
      recipient_type: 'individual',
      to: '+16315551234',
    });
    const toUser = toOutgoingMessage(content, toRecipient({ to: 'US.1349' }));
    deepEqual([toUser.to, toUser.recipient], [undefined, 'US.1349']);
    const toGroup = toOutgoingMessage(content, toRecipient({ to: 'G1', message: { recipient_type: 'group' } }));
    deepEqual([toGroup.to, toGroup.recipient_type], ['G1', 'group']);
  });

  it('leaves nothing of an address that the guard did not look up', () => {
    const message = toMessage({ to: '+16310000000', recipient: 'US.1', recipient_type: 'group', text: 'x' });
    const { to, recipient, recipient_type } = toOutgoingMessage(message, phone);
    deepEqual(
      { to, recipient, recipient_type },
      { to: '+16315551234', recipient: undefined, recipient_type: 'individual' },
    );
    equal(message.to, '+16310000000');
  });

  it("keeps the content's hash and callback data unless told otherwise", () => {
    const own = toMessage({ text: 'x', recipient_identity_key_hash: 'own=', biz_opaque_callback_data: 'mine' });
    const kept = toOutgoingMessage(own, phone);
    deepEqual([kept.recipient_identity_key_hash, kept.biz_opaque_callback_data], ['own=', 'mine']);
    const replaced = toOutgoingMessage(own, phone, { identityHash: 'known=', callbackData: 'ours' });
    deepEqual([replaced.recipient_identity_key_hash, replaced.biz_opaque_callback_data], ['known=', 'ours']);
    equal('recipient_identity_key_hash' in toOutgoingMessage(own, phone, { identityHash: null }), false);
  });

  it('refuses a hash that is empty or no text, rather than send without one', () => {
    for (const hash of ['', 5, null, {}]) {
      const own = toMessage({ text: 'x', recipient_identity_key_hash: hash });
      throws(
        () => toOutgoingMessage(own, phone),
        (error: unknown) => error instanceof InputError && error.code === 'identity_hash_invalid',
      );
    }
    throws(() => toOutgoingMessage(content, phone, { identityHash: '' }), InputError);
  });

  it('refuses callback data that is too long or no text', () => {
    equal(toOutgoingMessage(content, phone, { callbackData: 'x'.repeat(512) }).biz_opaque_callback_data?.length, 512);
    for (const data of ['x'.repeat(513), {}, 5]) {
      const own = toMessage({ text: 'x', biz_opaque_callback_data: data });
      throws(
        () => toOutgoingMessage(own, phone),
        (error: unknown) => error instanceof InputError && error.code === 'callback_data_invalid',
      );
    }
  });
});
