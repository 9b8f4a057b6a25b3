import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { type RecipientSources, toRecipient } from '../../../src/messages/recipient';
import { toMessage } from '../../../src/messages/to-message';
import { InputError } from '../../../src/platform/errors';

const USER = 'US.13491208655302741918';
const GROUP = 'Y2FwaV9ncm91cDoxODA1NTU1MDE3MjoxMjAzNjMyMjI3NzE5NjMwNjcZD';
const CUSTOMER = { id: USER, phone: '+16505551234', waId: '16505551234', userId: USER, name: 'Pablo' };

function refuses(sources: RecipientSources, code: string, options = {}): void {
  throws(
    () => toRecipient(sources, options),
    (error: unknown) => error instanceof InputError && equal(error.code, code) === undefined,
  );
}

describe('toRecipient', () => {
  it('takes msg.to, else the address in the message, else the setting, else the customer who wrote', () => {
    const all: RecipientSources = {
      to: '+16315550001',
      message: { to: '+16315550002', recipient: USER },
      setting: '+16315550003',
      customer: CUSTOMER,
    };
    const { to: _to, ...withoutTo } = all;
    const { message: _message, ...withoutMessage } = withoutTo;
    const { setting: _setting, ...withoutSetting } = withoutMessage;
    const found = [all, withoutTo, withoutMessage, withoutSetting].map((sources) => toRecipient(sources));
    deepEqual(
      found.map(({ to, source }) => [to, source]),
      [
        ['+16315550001', 'msg.to'],
        ['+16315550002', 'message'],
        ['+16315550003', 'setting'],
        ['+16505551234', 'customer'],
      ],
    );
    refuses({}, 'recipient_missing');
    refuses({ setting: '', customer: undefined }, 'recipient_missing');
  });

  it('gives the ledger digits without plus', () => {
    deepEqual(toRecipient({ to: '+1 (631) 555-1234' }), {
      to: '+16315551234',
      names: { waId: '16315551234' },
      group: false,
      source: 'msg.to',
    });
  });

  it('puts a user ID into recipient', () => {
    for (const id of [USER, 'US.ENT.11815799212886844830']) {
      deepEqual(toRecipient({ to: id }), { recipient: id, names: { userId: id }, group: false, source: 'msg.to' });
    }
    equal(toRecipient({ message: { recipient: USER } }).recipient, USER);
  });

  it('lets to win over recipient within one message, and sends to that one alone', () => {
    const { to, recipient, names } = toRecipient({ message: { to: '+16315551234', recipient: USER } });
    deepEqual({ to, recipient, names }, { to: '+16315551234', recipient: undefined, names: { waId: '16315551234' } });
  });

  it('knows a group by its ID, or because the message says so', () => {
    const expected = { to: GROUP, names: {}, group: true };
    deepEqual(toRecipient({ to: GROUP }), { ...expected, source: 'msg.to' });
    deepEqual(toRecipient({ to: '12036322', message: { recipient_type: 'group' } }), {
      ...expected,
      to: '12036322',
      source: 'msg.to',
    });
    const message = toMessage({ to: 'G1', recipient_type: 'group', text: 'x' });
    deepEqual(toRecipient({ message }), { ...expected, to: 'G1', source: 'message' });
    for (const to of ['+16315551234', USER, CUSTOMER])
      refuses({ to, message: { recipient_type: 'group' } }, 'recipient_type_mismatch');
    refuses({ message: { recipient_type: 'group' }, customer: CUSTOMER }, 'recipient_type_mismatch');
    refuses({ to: GROUP, message: { recipient_type: 'individual' } }, 'country_code_missing');
  });

  describe('digits without a plus sign', () => {
    it('are refused, completed by the country, or known from the webhook', () => {
      refuses({ to: '16315551234' }, 'country_code_missing');
      refuses({ to: 16315551234 }, 'country_code_missing');
      const completed = toRecipient({ to: 6315551234 }, { country: 'US' });
      deepEqual([completed.to, completed.completedWith, completed.names.waId], ['+16315551234', 'US', '16315551234']);
      equal(toRecipient({ to: '16505551234', customer: CUSTOMER }).to, '+16505551234');
      refuses({ to: '16505551235', customer: CUSTOMER }, 'country_code_missing');
    });

    it('always get their plus when they are the wa_id of a customer, whatever the country', () => {
      for (const waId of ['16315551234', '5215512345678', '553191234567', '6315551234', '5678']) {
        deepEqual(toRecipient({ customer: { waId, phone: `+${waId}` } }, { country: 'IN' }), {
          to: `+${waId}`,
          names: { waId },
          group: false,
          source: 'customer',
        });
        equal(toRecipient({ to: { waId } }, { country: 'IN' }).to, `+${waId}`);
      }
    });
  });

  describe('customers', () => {
    it('are reached by phone and known by both names', () => {
      const { to, recipient, names } = toRecipient({ customer: CUSTOMER });
      deepEqual(
        { to, recipient, names },
        { to: '+16505551234', recipient: undefined, names: { waId: '16505551234', userId: USER } },
      );
    });

    it('without a number are reached by their user ID', () => {
      const { to, recipient, names } = toRecipient({ customer: { id: USER, userId: USER, username: 'pablo' } });
      deepEqual({ to, recipient, names }, { to: undefined, recipient: USER, names: { userId: USER } });
    });

    it('whose phone the flow replaced are somebody else', () => {
      const { to, names } = toRecipient({ to: { ...CUSTOMER, phone: '+16315551234' } });
      deepEqual({ to, names }, { to: '+16315551234', names: { waId: '16315551234' } });
    });

    it('from elsewhere may have a formatted phone', () => {
      equal(toRecipient({ to: { phone: '+1 (631) 555-1234', name: 'x' } }).to, '+16315551234');
      refuses({ to: { phone: '(631) 555-1234' } }, 'country_code_missing');
    });

    it('of whom nothing is known are refused', () => {
      for (const to of [{}, { id: '42' }, { waId: '<WHATSAPP_ID>' }, { userId: 'nobody' }])
        refuses({ to }, 'recipient_invalid');
      refuses({ customer: { name: 'Pablo' } }, 'recipient_invalid');
    });
  });

  it('never takes the customer who wrote when msg.to is there but empty', () => {
    for (const to of ['', '   ', null, false, Number.NaN, 0, -5, 1.5])
      refuses({ to, customer: CUSTOMER }, 'recipient_invalid');
    refuses({ message: { to: null }, customer: CUSTOMER }, 'recipient_invalid');
  });

  it('refuses a list and says to split it', () => {
    refuses({ to: ['+16315551234', '+16315551235'] }, 'recipient_is_list');
    throws(
      () => toRecipient({ to: [] }),
      (error: unknown) => error instanceof InputError && error.advice.includes('split'),
    );
  });

  it('keeps the recipient out of its errors', () => {
    for (const to of ['6315551234', 'Pablo Morales', { phone: '6315551234' }]) {
      throws(
        () => toRecipient({ to }),
        (error: unknown) => {
          ok(error instanceof InputError);
          ok(!/6315551234|Pablo/.test(`${error.message}${error.advice}`));
          return true;
        },
      );
    }
  });
});
