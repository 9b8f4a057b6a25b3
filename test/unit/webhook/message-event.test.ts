import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { eventsOf, onlyEvent } from '../../fixtures/webhooks/events-of';
import {
  BSUID,
  CONTACT,
  CUSTOMER,
  DISPLAY_PHONE_NUMBER,
  message,
  messaging,
  PHONE_NUMBER_ID,
  WABA_ID,
} from '../../fixtures/webhooks/fixture';
import { HASH, IDENTITY_FIXTURES } from '../../fixtures/webhooks/identity';
import { MESSAGE_CONTENTS } from '../../fixtures/webhooks/messages';

const text = (id: string, more: object = {}): object =>
  message(id, { type: 'text', text: { body: `text ${id}` }, ...more });

describe('message events', () => {
  it('carry everything that a flow may ask for', () => {
    const raw = text('full', { context: { id: 'wamid.before', from: DISPLAY_PHONE_NUMBER } });
    const body = messaging({ contacts: [{ ...CONTACT, user_id: BSUID, identity_key_hash: HASH }], messages: [raw] });
    const { value, duplicateKey, ...event } = onlyEvent(body);
    assert.deepEqual(event, {
      kind: 'message',
      topic: 'text',
      payload: 'text full',
      id: 'wamid.full',
      timestamp: '2025-10-09T08:55:00.000Z',
      field: 'messages',
      phoneNumberId: PHONE_NUMBER_ID,
      displayPhoneNumber: DISPLAY_PHONE_NUMBER,
      wabaId: WABA_ID,
      entryId: WABA_ID,
      customer: { id: BSUID, phone: `+${CUSTOMER}`, waId: CUSTOMER, userId: BSUID, name: 'Ada Beispiel' },
      identityHash: HASH,
      identityHashKind: 'key',
      context: { id: 'wamid.before', from: DISPLAY_PHONE_NUMBER },
      raw,
    });
    assert.ok(duplicateKey.includes('wamid.full'));
    assert.ok(typeof value === 'object');
  });

  for (const [type, content] of Object.entries(MESSAGE_CONTENTS)) {
    it(`give the content of a message of type ${type}`, () => {
      const raw = message('content', { type, ...content });
      const expected =
        type === 'text' ? 'Are you open on Sunday? äöü' : ((content as Record<string, unknown>)[type] ?? raw);
      assert.equal(onlyEvent(messaging({ messages: [raw] })).payload, expected);
    });
  }

  it('give what there is of a malformed text', () => {
    for (const [content, payload] of [
      [{ text: { body: 7 } }, { body: 7 }],
      [{ text: 'bare' }, 'bare'],
      [{ text: { body: '' } }, ''],
    ]) {
      assert.deepEqual(
        onlyEvent(messaging({ messages: [message('m', { type: 'text', ...(content as object) })] })).payload,
        payload,
      );
    }
  });

  it('tell the errors of a message, with advice', () => {
    const body = messaging({
      messages: [message('e', { type: 'unsupported', errors: [{ code: 131051, title: 'Unknown type' }] })],
    });
    const describeError = (code: number) => ({ retryable: false, advice: `about ${code}` });
    assert.deepEqual(onlyEvent(body, { describeError }).errors, [
      { code: 131051, title: 'Unknown type', retryable: false, advice: 'about 131051' },
    ]);
  });

  it('know the group, and the sender as the customer', () => {
    const event = onlyEvent(messaging({ contacts: [CONTACT], messages: [text('g', { group_id: 'grp-1' })] }));
    assert.equal(event.groupId, 'grp-1');
    assert.equal(event.customer?.id, CUSTOMER);
  });

  it('have keys of their own when they have no ID', () => {
    const messages = [{ type: 'text', text: { body: 'x' } }, { type: 'text', text: { body: 'x' } }, null, null];
    const keys = eventsOf(messaging({ messages })).map(({ duplicateKey }) => duplicateKey);
    assert.equal(new Set(keys).size, 4);
    const again = eventsOf(messaging({ messages: structuredClone(messages) })).map(({ duplicateKey }) => duplicateKey);
    assert.deepEqual(again, keys);
  });

  it('share a key when they share an ID', () => {
    const keys = eventsOf(messaging({ messages: [text('twice'), text('twice')] })).map(
      ({ duplicateKey }) => duplicateKey,
    );
    assert.equal(new Set(keys).size, 1);
  });

  it('take what the business wrote itself as the customer’s in history', () => {
    const raw = { ...text('own'), from: DISPLAY_PHONE_NUMBER, to: CUSTOMER };
    const event = onlyEvent(messaging({ messages: [raw] }, 'history'));
    assert.equal(event.field, 'history');
    assert.equal(event.customer?.phone, `+${CUSTOMER}`);
  });

  it('survive the placeholders of documents', () => {
    const raw = message('p', {
      from: '<WHATSAPP_USER_PHONE_NUMBER>',
      timestamp: '<TIMESTAMP>',
      type: 'text',
      text: {},
    });
    const event = onlyEvent(messaging({ contacts: [{ wa_id: '<WHATSAPP_USER_ID>' }], messages: [raw] }));
    assert.deepEqual(event.customer, { id: '<WHATSAPP_USER_ID>', waId: '<WHATSAPP_USER_ID>' });
    assert.equal(event.timestamp, undefined);
  });
});

describe('the identity of a message', () => {
  for (const { name, body, hash } of IDENTITY_FIXTURES) {
    it(`is read: ${name}`, () => {
      const event = onlyEvent(body);
      assert.deepEqual([event.identityHash, event.identityHashKind], [hash?.hash, hash?.kind]);
    });
  }

  const hashesOf = (content: object) => eventsOf(messaging(content)).map(({ identityHash }) => identityHash);
  const contact = (waId: string, hash: string) => ({ wa_id: waId, identity_key_hash: hash });

  it('belongs to a message by wa_id, never by index', () => {
    const messages = [text('1', { from: '491' }), text('2', { from: '492' }), text('3', { from: '491' })];
    const contacts = [contact('492', 'two='), contact('491', 'one=')];
    assert.deepEqual(hashesOf({ messages, contacts }), ['one=', 'two=', 'one=']);
  });

  it('belongs to a message by user ID', () => {
    const messages = [
      text('1', { from: undefined, from_user_id: 'DE.1' }),
      text('2', { from: undefined, from_user_id: 'DE.2' }),
    ];
    const contacts = [
      { user_id: 'DE.2', identity_key_hash: 'two=' },
      { user_id: 'DE.1', identity_key_hash: 'one=' },
    ];
    assert.deepEqual(hashesOf({ messages, contacts }), ['one=', 'two=']);
  });

  it('is nobody’s where no contact matches', () => {
    const messages = [text('1', { from: '491' }), text('2', { from: '492' })];
    assert.deepEqual(hashesOf({ messages, contacts: [contact('499', 'nine=')] }), [undefined, undefined]);
    assert.deepEqual(hashesOf({ messages, contacts: [contact('498', 'a='), contact('499', 'b=')] }), [
      undefined,
      undefined,
    ]);
    assert.deepEqual(hashesOf({ messages, contacts: [contact('491', 'one=')] }), ['one=', undefined]);
    const one = [text('1', { from: '491' })];
    assert.deepEqual(hashesOf({ messages: one, contacts: [contact('498', 'a='), contact('499', 'b=')] }), [undefined]);
  });

  it('is the single contact’s for the single message, though the wa_id differs', () => {
    const event = onlyEvent(
      messaging({ messages: [text('1', { from: '5511987654321' })], contacts: [contact('551187654321', 'x=')] }),
    );
    assert.equal(event.identityHash, 'x=');
    assert.equal(event.customer?.waId, '551187654321');
  });

  it('is not the single contact’s when a status is there too', () => {
    const statuses = [{ id: 's', status: 'sent', recipient_id: '492' }];
    assert.deepEqual(hashesOf({ messages: [text('1', { from: '491' })], statuses, contacts: [contact('499', 'x=')] }), [
      undefined,
      undefined,
    ]);
  });

  it('is never that of another user ID, even on the same number: numbers are recycled', () => {
    const messages = [text('1', { from: '491', from_user_id: 'DE.1' })];
    const other = { wa_id: '491', user_id: 'DE.2', identity_key_hash: 'x=' };
    assert.deepEqual(hashesOf({ messages, contacts: [other] }), [undefined]);
    assert.deepEqual(hashesOf({ messages, contacts: [other, contact('499', 'y=')] }), [undefined]);
  });

  it('is the later one where a contact is listed twice', () => {
    assert.deepEqual(
      hashesOf({ messages: [text('1', { from: '491' })], contacts: [contact('491', 'a='), contact('491', 'b=')] }),
      ['b='],
    );
  });

  it('reads numbers given as numbers', () => {
    const messages = [text('1', { from: 491 }), text('2', { from: '492' })];
    assert.deepEqual(
      hashesOf({ messages, contacts: [contact('491', 'one='), { wa_id: 492, identity_key_hash: 'two=' }] }),
      ['one=', 'two='],
    );
  });

  it('is none where the hash is empty or no string', () => {
    for (const hash of ['', null, 7, {}, ['x']]) {
      const event = onlyEvent(
        messaging({
          messages: [text('1', { identity: { hash } })],
          contacts: [{ wa_id: CUSTOMER, identity_key_hash: hash }],
        }),
      );
      assert.equal(event.identityHash, undefined);
      assert.equal(event.identityHashKind, undefined);
    }
  });

  it('prefers the contact’s hash to the identity block', () => {
    const body = messaging({
      messages: [text('1', { identity: { hash: 'old=' } })],
      contacts: [contact(CUSTOMER, 'key=')],
    });
    assert.equal(onlyEvent(body).identityHash, 'key=');
    assert.equal(onlyEvent(body).identityHashKind, 'key');
  });

  it('keeps the old number as the customer of a number change', () => {
    const system = { body: 'changed', wa_id: '492', type: 'user_changed_number' };
    const raw = message('n', { from: '491', type: 'system', system });
    assert.equal(onlyEvent(messaging({ messages: [raw] })).customer?.waId, '491');
    const withContact = onlyEvent(messaging({ messages: [raw], contacts: [contact('492', 'new=')] }));
    assert.equal(withContact.customer?.waId, '491');
    assert.equal(withContact.identityHash, undefined);
    const withoutFrom = { ...raw, from: undefined, system: { ...system, customer: '491' } };
    assert.equal(onlyEvent(messaging({ messages: [withoutFrom] })).customer?.waId, '491');
  });
});
