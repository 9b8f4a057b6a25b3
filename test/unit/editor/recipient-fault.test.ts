import assert from 'node:assert/strict';
import { recipientFault } from '../../../nodes/editor/recipient-fault';

describe('fixed recipient', () => {
  it('may be a number with its plus sign', () => {
    for (const number of ['+16315551234', '+1 (631) 555-1234', '+49.30.1234567', ' +16315551234 ']) {
      assert.equal(recipientFault(number, ''), null, number);
    }
  });

  it('needs a country when the plus sign is missing', () => {
    for (const number of ['(631) 555-1234', '1 (631) 555-1234', '16315551234']) {
      assert.equal(recipientFault(number, ''), 'recipientPlus', number);
      assert.equal(recipientFault(number, 'US'), null, number);
    }
  });

  it('has as many digits as numbers have', () => {
    assert.equal(recipientFault('+123', 'US'), 'recipientLength');
    assert.equal(recipientFault('+1234567890123456', ''), 'recipientLength');
  });

  it('is not judged when it is no phone number', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Node-RED's own notation
    for (const value of ['', 'US.13491208655302741918', 'Y2FwaV9ncm91cDoxNzA1NTU1MDEz', '${RECIPIENT}']) {
      assert.equal(recipientFault(value, ''), null, value);
    }
  });
});
