import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { eventsOf, onlyEvent } from '../../fixtures/webhooks/events-of';
import { BSUID, CUSTOMER, messaging } from '../../fixtures/webhooks/fixture';
import { status } from '../../fixtures/webhooks/statuses';

const one = (content: object, contacts?: object[]) =>
  onlyEvent(messaging({ statuses: [content], ...(contacts === undefined ? {} : { contacts }) }));

describe('status events', () => {
  it('carry the status, its recipient, hash and callback data', () => {
    const raw = status('s', 'delivered', { recipient_identity_key_hash: 'h=', biz_opaque_callback_data: 'corr-1' });
    const event = one(raw);
    assert.equal(event.payload, raw);
    assert.equal(event.raw, raw);
    assert.equal(event.id, 'wamid.s');
    assert.equal(event.timestamp, '2025-10-09T08:56:40.000Z');
    assert.equal(event.callbackData, 'corr-1');
    assert.deepEqual(event.customer, { id: CUSTOMER, phone: `+${CUSTOMER}`, waId: CUSTOMER });
    assert.deepEqual([event.identityHash, event.identityHashKind], ['h=', 'key']);
  });

  it('tell why a message failed', () => {
    const event = one(status('f', 'failed', { errors: [{ code: 137000, title: 'Confirm the hash' }] }));
    assert.equal(event.errors?.[0]?.code, 137000);
    assert.equal(event.identityHash, undefined);
  });

  it('know users without a phone number, by their contact', () => {
    const raw = { id: 'wamid.b', status: 'read', recipient_user_id: BSUID };
    const event = one(raw, [{ profile: { name: 'Ada', username: 'ada' }, user_id: BSUID }]);
    assert.deepEqual(event.customer, { id: BSUID, userId: BSUID, username: 'ada', name: 'Ada' });
  });

  it('take the single contact for the single status, and none for several', () => {
    const contacts = [{ wa_id: '551187654321', identity_key_hash: 'x=' }];
    assert.equal(one(status('1', 'sent', { recipient_id: '5511987654321' }), contacts).identityHash, 'x=');
    const statuses = [status('1', 'sent', { recipient_id: '491' }), status('2', 'sent', { recipient_id: '492' })];
    const events = eventsOf(messaging({ statuses, contacts }));
    assert.deepEqual(
      events.map(({ customer }) => customer?.waId),
      ['491', '492'],
    );
    assert.deepEqual(
      events.map(({ identityHash }) => identityHash),
      [undefined, undefined],
    );
  });

  const GROUP = { recipient_type: 'group', recipient_id: 'grp-1', recipient_identity_key_hash: 'h=' };
  for (const [form, names] of Object.entries({
    recipient_participant_id: { waId: CUSTOMER },
    participant_recipient_id: { waId: CUSTOMER },
    recipient_participant_user_id: { userId: CUSTOMER },
    participant_recipient_user_id: { userId: CUSTOMER },
  })) {
    it(`know the participant of a group by ${form}`, () => {
      const event = one(status('g', 'read', { ...GROUP, [form]: CUSTOMER }));
      assert.equal(event.groupId, 'grp-1');
      assert.equal(event.identityHash, 'h=');
      assert.deepEqual(
        { waId: event.customer?.waId, userId: event.customer?.userId },
        { waId: undefined, userId: undefined, ...names },
      );
    });
  }

  it('never give a group an identity', () => {
    const event = one(status('g', 'read', GROUP));
    assert.equal(event.groupId, 'grp-1');
    assert.equal(event.customer, undefined);
    assert.equal(event.identityHash, undefined);
  });

  it('have one key for each status of a message, and for each participant', () => {
    const key = (word: string, more: object = {}) => one(status('k', word, more)).duplicateKey;
    const keys = [
      key('sent'),
      key('read'),
      key('read', { ...GROUP, recipient_participant_id: '491' }),
      key('read', { ...GROUP, recipient_participant_id: '492' }),
    ];
    assert.equal(new Set(keys).size, 4);
    assert.equal(key('read', { timestamp: '1760009999', pricing: {} }), key('read'));
  });

  it('without an ID are told apart by their content', () => {
    const payment = (reference: string) =>
      one({ type: 'payment', status: 'captured', payment: { reference } }).duplicateKey;
    assert.notEqual(payment('a'), payment('b'));
    assert.equal(payment('a'), payment('a'));
  });
});
