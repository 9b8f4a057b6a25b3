import { deepEqual, throws } from 'node:assert/strict';
import { checkOffline } from '../../../src/contacts/offline-check';

describe('checkOffline', () => {
  it('tells what the form of each number tells, in their order', () => {
    deepEqual(checkOffline(['+1 (631) 555-1234', '098765 43210', '+1 200 000 0000', '+163155588', 'hello', ''], 'IN'), [
      { input: '+1 (631) 555-1234', status: 'plausible', number: '+16315551234', country: 'US' },
      {
        input: '098765 43210',
        status: 'plausible',
        number: '+919876543210',
        country: 'IN',
        completedWith: 'IN',
      },
      { input: '+1 200 000 0000', status: 'possible', number: '+12000000000' },
      { input: '+163155588', status: 'invalid', reason: 'phone_number_invalid' },
      { input: 'hello', status: 'invalid', reason: 'phone_number_invalid' },
      { input: '', status: 'invalid', reason: 'number_missing' },
    ]);
  });

  it('completes nothing without a country', () => {
    deepEqual(checkOffline(['(631) 555-1234', '+16315551234'], ''), [
      { input: '(631) 555-1234', status: 'incomplete', reason: 'country_code_missing' },
      { input: '+16315551234', status: 'plausible', number: '+16315551234', country: 'US' },
    ]);
  });

  it('tells where a number was completed, for it may be the wrong country (S1)', () => {
    const seed = ['+16315551234', '+1 (631) 555-1234', '(631) 555-1234', '1 (631) 555-1234'];
    deepEqual(
      checkOffline(seed, 'IN').map(({ status, number, completedWith }) => [status, number, completedWith]),
      [
        ['plausible', '+16315551234', undefined],
        ['plausible', '+16315551234', undefined],
        ['plausible', '+916315551234', 'IN'],
        ['invalid', undefined, undefined],
      ],
    );
  });

  it('needs a country that exists', () => {
    throws(() => checkOffline(['+1'], 'XX'), /country/);
  });
});
