import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { eventsOf, onlyEvent } from '../../fixtures/webhooks/events-of';
import {
  account,
  BSUID,
  CONTACT,
  CUSTOMER,
  DISPLAY_PHONE_NUMBER,
  ENTRY_TIME,
  messaging,
  PHONE_NUMBER_ID,
  WABA_ID,
} from '../../fixtures/webhooks/fixture';

const ENTRY_ISO = new Date(ENTRY_TIME * 1000).toISOString();

describe('account events', () => {
  it('carry the value, where it came from and how urgent it is', () => {
    const value = { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'SCAM' } };
    const { duplicateKey, ...event } = onlyEvent(account('account_update', value));
    assert.deepEqual(event, {
      kind: 'account',
      topic: 'ACCOUNT_VIOLATION',
      payload: value,
      field: 'account_update',
      timestamp: ENTRY_ISO,
      wabaId: WABA_ID,
      entryId: WABA_ID,
      severity: 'critical',
      raw: { field: 'account_update', value },
      value,
    });
    assert.match(duplicateKey, /^digest:/);
  });

  it('name the WABA that the value names, else the entry’s, and none for a foreign object', () => {
    const partner = onlyEvent(account('account_update', { event: 'PARTNER_ADDED', waba_info: { waba_id: '301' } }));
    assert.deepEqual([partner.wabaId, partner.entryId], ['301', WABA_ID]);
    const foreign = onlyEvent({ object: 'user', entry: [{ id: '1', changes: [{ field: 'photos', value: {} }] }] });
    assert.deepEqual([foreign.wabaId, foreign.entryId], [undefined, '1']);
  });

  it('find the number in a value without metadata', () => {
    const settings = { type: 'phone_number_settings', phone_number_settings: { phone_number_id: PHONE_NUMBER_ID } };
    assert.equal(onlyEvent(account('account_settings_update', settings)).phoneNumberId, PHONE_NUMBER_ID);
    assert.equal(onlyEvent(account('security', { display_phone_number: '49301' })).displayPhoneNumber, '49301');
    assert.equal(
      onlyEvent(account('account_update', { event: 'X', phone_number: '49302' })).displayPhoneNumber,
      '49302',
    );
  });

  it('are one for all calls of a change, known by call and event', () => {
    const call = (event: string, more: object = {}) => ({
      id: 'wacid.1',
      from: CUSTOMER,
      to: DISPLAY_PHONE_NUMBER,
      direction: 'USER_INITIATED',
      event,
      timestamp: '1760000300',
      ...more,
    });
    const event = onlyEvent(messaging({ contacts: [CONTACT], calls: [call('connect')] }, 'calls'));
    assert.equal(event.id, 'wacid.1');
    assert.equal(event.customer?.waId, CUSTOMER);
    assert.equal(event.timestamp, '2025-10-09T08:58:20.000Z');
    const key = (calls: object[]) => onlyEvent(messaging({ calls }, 'calls')).duplicateKey;
    assert.equal(key([call('connect')]), key([call('connect', { session: { sdp: 'again' } })]));
    assert.notEqual(key([call('connect')]), key([call('terminate')]));
    const two = onlyEvent(messaging({ calls: [call('connect'), call('terminate')] }, 'calls'));
    assert.deepEqual([two.topic, two.id, two.customer], ['calls', undefined, undefined]);
    const own = onlyEvent(
      messaging({ calls: [{ ...call('connect'), direction: 'BUSINESS_INITIATED', to: '492' }] }, 'calls'),
    );
    assert.equal(own.customer?.waId, '492');
  });

  it('know their customer where they are about one', () => {
    const preferences = {
      contacts: [{ ...CONTACT, user_id: BSUID }],
      user_preferences: [{ wa_id: CUSTOMER, value: 'stop' }],
    };
    assert.equal(onlyEvent(messaging(preferences, 'user_preferences')).customer?.id, BSUID);
    const echo = { message_echoes: [{ id: 'wamid.e', from: DISPLAY_PHONE_NUMBER, to: CUSTOMER, type: 'text' }] };
    assert.equal(onlyEvent(messaging(echo, 'smb_message_echoes')).customer?.waId, CUSTOMER);
    const group = { groups: [{ type: 'group_suspend', group_id: 'grp-1' }] };
    const event = onlyEvent(messaging(group, 'group_status_update'));
    assert.deepEqual([event.groupId, event.customer], ['grp-1', undefined]);
  });

  it('give one event for each error, with the error as its payload', () => {
    const errors = [
      { code: 130429, title: 'Rate limit hit', error_data: { details: 'too many' } },
      { code: 0, title: 'No authentication' },
    ];
    const describeError = (code: number) => ({ retryable: code === 130429, advice: 'wait' });
    const events = eventsOf(messaging({ errors }), { describeError });
    assert.deepEqual(
      events.map(({ payload }) => payload),
      errors,
    );
    assert.deepEqual(events[0]?.errors, [
      { code: 130429, title: 'Rate limit hit', details: 'too many', retryable: true, advice: 'wait' },
    ]);
    assert.deepEqual(
      events.map(({ severity }) => severity),
      ['warning', 'warning'],
    );
  });

  it('carry the list of changed fields and of contact results', () => {
    const names = ['messages', 'security'];
    const entry = { id: WABA_ID, time: ENTRY_TIME, changed_fields: names };
    const changed = onlyEvent({ object: 'whatsapp_business_account', entry: [entry] });
    assert.deepEqual(
      [changed.payload, changed.raw, changed.severity, changed.timestamp],
      [names, entry, 'warning', ENTRY_ISO],
    );
    const contacts = [
      { input: '+49 1', status: 'processing' },
      { input: '+49 2', status: 'valid', wa_id: '492' },
    ];
    const results = onlyEvent({ contacts });
    assert.deepEqual([results.payload, results.severity, results.wabaId], [contacts, 'info', undefined]);
  });

  describe('as duplicates', () => {
    const key = (body: object) => onlyEvent(body).duplicateKey;
    const event = (name: string) => ({ event: name });

    it('of one second are different events', () => {
      assert.notEqual(
        key(account('account_update', event('PARTNER_ADDED'))),
        key(account('account_update', event('PARTNER_REMOVED'))),
      );
      assert.notEqual(key(account('security', event('X'))), key(account('flows', event('X'))));
    });

    it('are recognised when delivered again', () => {
      assert.equal(
        key(account('account_update', event('PARTNER_ADDED'))),
        key(account('account_update', event('PARTNER_ADDED'))),
      );
    });

    it('are not what happens again later, or to another WABA', () => {
      const first = account('account_update', event('ACCOUNT_OFFBOARDED'));
      assert.notEqual(key(first), key(account('account_update', event('ACCOUNT_OFFBOARDED'), ENTRY_TIME + 60)));
      const other = JSON.parse(JSON.stringify(first).replace(WABA_ID, '999')) as object;
      assert.notEqual(key(first), key(other));
    });

    it('are not two equal errors of one webhook, nor those of two calls', () => {
      const error = { code: 138000 };
      const same = eventsOf(messaging({ errors: [error, error] }));
      assert.equal(new Set(same.map(({ duplicateKey }) => duplicateKey)).size, 2);
      const keys = ['1', '2'].map((id) =>
        eventsOf(messaging({ calls: [{ id, event: 'terminate' }], errors: [error] }, 'calls')),
      );
      assert.notEqual(keys[0]?.[0]?.duplicateKey, keys[1]?.[0]?.duplicateKey);
    });
  });
});
