import assert from 'node:assert/strict';
import type { Evidence } from '../../../src/identity/evidence';
import { isMismatch, toObservations } from '../../../src/identity/from-webhook';
import type { Observation } from '../../../src/identity/ledger';
import type { SendRecord } from '../../../src/identity/send';
import { eventsOf, onlyEvent } from '../../fixtures/webhooks/events-of';
import { BSUID, CONTACT, CUSTOMER, message, messaging } from '../../fixtures/webhooks/fixture';
import { status } from '../../fixtures/webhooks/statuses';

const NOW = 1_770_000_000;
const AT = 1_760_000_100;
const STATUS_AT = 1_760_000_200;
const HASH = 'a1B2c3D4e5F=';
const NEW_NUMBER = '4915187654321';

const observe = (body: object, send?: SendRecord): Observation[] => toObservations(onlyEvent(body), send, NOW);
const evidenceOf = (body: object, send?: SendRecord): Evidence[] =>
  observe(body, send).flatMap(({ evidence }) => evidence);

const text = (more: object = {}): object => message('1', { type: 'text', text: { body: 'hi' }, ...more });
const system = (content: object, more: object = {}): object =>
  message('1', { type: 'system', system: content, ...more });
const sighting = (kind: 'key' | 'identity', more: object = {}) => ({
  type: 'hash',
  kind,
  hash: HASH,
  notBefore: AT,
  at: AT,
  ...more,
});

const SENT: SendRecord = {
  correlationId: 'c1',
  messageId: 'm1',
  names: { waId: CUSTOMER },
  hash: 'Old=',
  known: 'Old=',
  after: 1_760_000_000,
  sentAt: 1_760_000_050,
};

describe('evidence from webhooks', () => {
  it('is the hash of an incoming message, whatever its type', () => {
    for (const content of [text(), message('1', { type: 'reaction', reaction: { emoji: 'x' } })]) {
      const body = messaging({ contacts: [{ ...CONTACT, identity_key_hash: HASH }], messages: [content] });
      const [observation] = observe(body);
      assert.deepEqual(observation, {
        names: { waId: CUSTOMER },
        at: AT,
        evidence: [sighting('key')],
        source: 'wamid.1',
      });
    }
  });

  it('is an identity block, of its own kind; the platform’s `acknowledged` means nothing', () => {
    for (const acknowledged of [true, 'true', false]) {
      const identity = { acknowledged, created_timestamp: 1_760_000_000_000, hash: HASH };
      assert.deepEqual(evidenceOf(messaging({ messages: [text({ identity })] })), [sighting('identity')]);
    }
  });

  it('is both where both are there', () => {
    const body = messaging({
      contacts: [{ ...CONTACT, identity_key_hash: 'Key=' }],
      messages: [text({ identity: { hash: HASH } })],
    });
    assert.deepEqual(evidenceOf(body), [sighting('key', { hash: 'Key=' }), sighting('identity')]);
  });

  for (const type of ['user_identity_changed', 'customer_identity_changed']) {
    describe(`is what a system message ${type} says`, () => {
      const announced = sighting('identity', { announced: true });
      it('with the hash as a string, without contacts', () => {
        assert.deepEqual(evidenceOf(messaging({ messages: [system({ type, identity: HASH })] })), [announced]);
      });
      it('with the hash as an object', () => {
        assert.deepEqual(evidenceOf(messaging({ messages: [system({ type, identity: { hash: HASH } })] })), [
          announced,
        ]);
      });
      it('with an identity block and contacts', () => {
        const identity = { acknowledged: true, created_timestamp: '1760000000', hash: HASH };
        const body = messaging({ contacts: [CONTACT], messages: [system({ type, body: 'changed' }, { identity })] });
        assert.deepEqual(evidenceOf(body), [announced]);
      });
      it('with the new hash in the contact', () => {
        const contacts = [{ ...CONTACT, identity_key_hash: HASH }];
        assert.deepEqual(evidenceOf(messaging({ contacts, messages: [system({ type })] })), [
          sighting('key', { announced: true }),
        ]);
      });
      it('without any hash', () => {
        assert.deepEqual(evidenceOf(messaging({ messages: [system({ type })] })), [
          { type: 'change', reason: 'identity_changed', at: AT },
        ]);
      });
      it('in milliseconds', () => {
        const body = messaging({ messages: [{ ...system({ type }), timestamp: '1760000100999' }] });
        assert.deepEqual(evidenceOf(body), [{ type: 'change', reason: 'identity_changed', at: AT }]);
      });
      it('from the On-Premises API, which names the customer in the system object', () => {
        const body = {
          messages: [
            { id: 'gBGG', timestamp: String(AT), type: 'system', system: { type, identity: HASH, user: CUSTOMER } },
          ],
        };
        const [observation] = observe(body);
        assert.deepEqual(observation?.names, { waId: CUSTOMER });
        assert.deepEqual(observation?.evidence, [announced]);
      });
    });
  }

  describe('of a number or user ID change', () => {
    const change = (reason: string, at = AT) => [{ type: 'change', reason, at }];

    it('is a change of the old and of the new number, linked', () => {
      for (const [type, newNumber] of [
        ['user_changed_number', { wa_id: NEW_NUMBER }],
        ['user_changed_number', { new_wa_id: NEW_NUMBER }],
        ['customer_changed_number', { wa_id: NEW_NUMBER, customer: CUSTOMER }],
      ] as const) {
        const former = { waId: CUSTOMER };
        const present = { waId: NEW_NUMBER };
        assert.deepEqual(
          observe(messaging({ messages: [system({ type, ...newNumber })] })).map(
            ({ at: _, source: __, ...rest }) => rest,
          ),
          [
            { names: former, related: present, evidence: change('number_changed') },
            { names: present, related: former, evidence: change('number_changed') },
          ],
        );
      }
    });

    it('is a change of both user IDs, and the number belongs to the new one from then on', () => {
      const body = messaging({
        messages: [
          system({ type: 'user_changed_user_id', wa_id: CUSTOMER, user_id: 'DE.2' }, { from_user_id: 'DE.1' }),
        ],
      });
      const [former, present] = observe(body);
      assert.deepEqual(former?.names, { waId: CUSTOMER, userId: 'DE.1' });
      assert.deepEqual(present?.names, { waId: CUSTOMER, userId: 'DE.2' });
      assert.ok(former !== undefined && present !== undefined && former.at < present.at);
      assert.deepEqual(former.evidence, change('user_id_changed'));
    });

    it('comes with the field user_id_update as well, in seconds or milliseconds', () => {
      for (const timestamp of [AT, String(AT), AT * 1000]) {
        const update = { wa_id: CUSTOMER, user_id: { previous: 'DE.1', current: 'DE.2' }, timestamp };
        const body = messaging({ user_id_update: [update] }, 'user_id_update');
        assert.deepEqual(
          observe(body).map(({ names, evidence }) => [names, evidence]),
          [
            [{ userId: 'DE.1' }, change('user_id_changed')],
            [{ waId: CUSTOMER, userId: 'DE.2' }, change('user_id_changed')],
          ],
        );
      }
    });

    it('is a change of the one side that is named', () => {
      assert.deepEqual(
        observe(messaging({ messages: [system({ type: 'user_changed_number' })] })).map(({ names }) => names),
        [{ waId: CUSTOMER }],
      );
    });
  });

  describe('of a status', () => {
    const body = (more: object = {}): object =>
      messaging({ statuses: [status('s', 'delivered', { recipient_identity_key_hash: HASH, ...more })] });

    it('is its hash, of the moment it tells, for a message that is not known', () => {
      assert.deepEqual(evidenceOf(body()), [sighting('key', { notBefore: STATUS_AT, at: STATUS_AT })]);
    });

    it('is its hash, of any moment since the message was sent, for one of ours', () => {
      assert.deepEqual(evidenceOf(body(), SENT), [sighting('key', { notBefore: SENT.sentAt, at: STATUS_AT })]);
    });

    it('is not dated before what was known at the sending, even by a clock that is wrong', () => {
      const late = { ...SENT, sentAt: 1_750_000_000 };
      assert.deepEqual(evidenceOf(body(), late), [sighting('key', { notBefore: SENT.after + 0.5, at: STATUS_AT })]);
      const early = { ...SENT, after: STATUS_AT + 10, sentAt: STATUS_AT + 90 };
      const at = STATUS_AT + 10.5;
      assert.deepEqual(evidenceOf(body(), early), [sighting('key', { notBefore: at, at })]);
    });

    it('is nothing when it shows the hash that was known at the sending', () => {
      assert.deepEqual(evidenceOf(body(), { ...SENT, known: HASH }), []);
    });

    it('tells that it answers an approval', () => {
      const [evidence] = evidenceOf(body(), { ...SENT, hash: null, known: null, probe: 'p1' });
      assert.ok(evidence?.type === 'hash');
      assert.equal(evidence.probe, 'p1');
    });

    it('is about the participant in a group, and about nobody where none is named', () => {
      const group = { recipient_id: 'grp-1', recipient_type: 'group' };
      for (const key of ['recipient_participant_id', 'participant_recipient_id']) {
        assert.deepEqual(
          observe(body({ ...group, [key]: '4915100000001' })).map(({ names }) => names),
          [{ waId: '4915100000001' }],
        );
      }
      assert.deepEqual(
        observe(body({ ...group, recipient_participant_user_id: BSUID })).map(({ names }) => names),
        [{ userId: BSUID }],
      );
      const { names: _, ...toGroup } = SENT;
      assert.deepEqual(observe(body(group), toGroup), []);
    });

    it('is about the user to whom the message was sent, whatever number it names', () => {
      const [observation] = observe(body(), { ...SENT, names: { userId: BSUID } });
      assert.deepEqual(observation?.names, { waId: CUSTOMER, userId: BSUID });
    });

    it('is about the number to which the message was sent, whoever has it by now', () => {
      const [observation] = observe(body(), { ...SENT, names: { waId: CUSTOMER, userId: BSUID } });
      assert.deepEqual(observation?.names, { waId: CUSTOMER });
    });
  });

  describe('of a refusal', () => {
    const refused = (code: number): object =>
      messaging({ statuses: [status('s', 'failed', { errors: [{ code, title: 'no' }] })] });

    it('speaks against the hash which that message carried', () => {
      assert.deepEqual(evidenceOf(refused(137000), SENT), [
        { type: 'mismatch', kind: 'key', hash: 'Old=', at: STATUS_AT },
      ]);
    });

    it('speaks against whatever is current where the message is not known, or carried none', () => {
      const change = [{ type: 'change', reason: 'hash_mismatch', at: STATUS_AT }];
      assert.deepEqual(evidenceOf(refused(137000)), change);
      assert.deepEqual(evidenceOf(refused(137000), { ...SENT, hash: null }), change);
    });

    it('comes with code 480 from the On-Premises API, and is about its kind of hash', () => {
      const errors = [{ code: 480, title: 'Failed to send message since we detect an identity change of the contact' }];
      const body = { statuses: [status('s', 'failed', { errors })] };
      assert.deepEqual(evidenceOf(body, SENT), [{ type: 'mismatch', kind: 'identity', hash: 'Old=', at: STATUS_AT }]);
    });

    it('is nothing for any other error', () => {
      assert.deepEqual(observe(refused(131047), SENT), []);
      assert.equal(isMismatch(onlyEvent(refused(131047))), false);
    });
  });

  it('is the pair of names, without any hash', () => {
    const body = messaging({ contacts: [{ ...CONTACT, user_id: BSUID }], messages: [text({ from_user_id: BSUID })] });
    assert.deepEqual(observe(body), [
      { names: { waId: CUSTOMER, userId: BSUID }, at: AT, evidence: [], source: 'wamid.1' },
    ]);
  });

  it('is about a user without a number', () => {
    const body = messaging({
      contacts: [{ profile: { username: 'ada' }, user_id: BSUID, identity_key_hash: HASH }],
      messages: [{ from_user_id: BSUID, id: 'wamid.1', timestamp: String(AT), type: 'text', text: { body: 'hi' } }],
    });
    assert.deepEqual(
      observe(body).map(({ names }) => names),
      [{ userId: BSUID }],
    );
  });

  it('is never taken from what was synchronised or echoed', () => {
    const value = {
      contacts: [{ ...CONTACT, identity_key_hash: HASH }],
      messages: [text({ identity: { hash: HASH } })],
      statuses: [status('s', 'delivered', { recipient_identity_key_hash: HASH })],
    };
    for (const field of ['history', 'smb_message_echoes', 'message_echoes', 'smb_app_state_sync']) {
      for (const event of eventsOf(messaging(value, field))) assert.deepEqual(toObservations(event, SENT, NOW), []);
    }
  });

  it('is never somebody else’s: a contact belongs to a message by its ID', () => {
    const body = messaging({
      contacts: [
        { wa_id: '4915100000001', identity_key_hash: 'One=' },
        { wa_id: CUSTOMER, identity_key_hash: HASH },
      ],
      messages: [text()],
    });
    assert.deepEqual(evidenceOf(body), [sighting('key')]);
  });

  it('is dated by our clock where the webhook has no time that can be read', () => {
    const body = messaging({ messages: [{ ...system({ type: 'user_identity_changed' }), timestamp: 'soon' }] });
    assert.deepEqual(evidenceOf(body), [{ type: 'change', reason: 'identity_changed', at: NOW }]);
  });

  it('is nothing in account events, calls and messages without a customer', () => {
    assert.deepEqual(observe(messaging({ event: 'DISABLED_UPDATE' }, 'account_update')), []);
    assert.deepEqual(observe(messaging({ messages: [{ id: 'wamid.x', type: 'text' }] })), []);
  });
});
