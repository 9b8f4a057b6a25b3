import { deepEqual, equal, throws } from 'node:assert/strict';
import { isReadRequest, toReadReceipt } from '../../../src/messages/read-receipt';

describe('a read receipt', () => {
  it('is what says status read, and nothing else', () => {
    equal(isReadRequest({ status: 'read' }), true);
    for (const payload of [
      'read',
      null,
      undefined,
      { status: 'delivered' },
      { type: 'text', text: 'read' },
      ['read'],
    ]) {
      equal(isReadRequest(payload), false);
    }
  });

  it('names a message, else the one that came in is meant', () => {
    deepEqual(toReadReceipt({ status: 'read', message_id: 'wamid.1' }, 'wamid.2'), { message_id: 'wamid.1' });
    const typing_indicator = { type: 'text' };
    deepEqual(toReadReceipt({ status: 'read', typing_indicator }, 'wamid.2'), {
      message_id: 'wamid.2',
      typing_indicator,
    });
  });

  it('is refused where no message is named, or typing has another form', () => {
    throws(() => toReadReceipt({ status: 'read' }, undefined), { code: 'message_content_missing' });
    throws(() => toReadReceipt({ status: 'read', message_id: '' }, 'wamid.2'), { code: 'message_content_missing' });
    throws(() => toReadReceipt({ status: 'read', message_id: '1', typing_indicator: true }, undefined), {
      code: 'message_content_wrong',
    });
  });
});
