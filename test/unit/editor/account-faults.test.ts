import assert from 'node:assert/strict';
import {
  baseUrlFault,
  graphVersionFault,
  phoneNumberIdFault,
  secretFault,
  wabaIdFault,
} from '../../../nodes/editor/account-faults';

describe('faults of an account', () => {
  it('wants a phone number ID of digits', () => {
    assert.equal(phoneNumberIdFault('106540352242922'), null);
    assert.equal(phoneNumberIdFault(''), 'phoneNumberIdMissing');
    assert.equal(phoneNumberIdFault('10654x'), 'phoneNumberId');
  });

  it('tells a phone number from its ID', () => {
    for (const number of ['+15550051310', '1 555 005 1310', '(555) 005-1310']) {
      assert.equal(phoneNumberIdFault(number), 'phoneNumberIdIsNumber', number);
    }
  });

  it('takes an account without WABA ID', () => {
    assert.equal(wabaIdFault(''), null);
    assert.equal(wabaIdFault('102290129340398'), null);
    assert.equal(wabaIdFault('my business'), 'wabaId');
  });

  it('wants a version like v25.0, or none', () => {
    assert.equal(graphVersionFault('v25.0'), null);
    assert.equal(graphVersionFault(''), null);
    for (const version of ['25.0', 'v25', 'V25.0', 'v25.0/']) {
      assert.equal(graphVersionFault(version), 'graphVersion', version);
    }
  });

  it('wants a base URL over HTTP', () => {
    for (const url of ['https://graph.facebook.com', 'http://127.0.0.1:8080', 'https://proxy.example/graph/']) {
      assert.equal(baseUrlFault(url), null, url);
    }
    assert.equal(baseUrlFault(''), 'baseUrlMissing');
    for (const url of ['graph.facebook.com', 'ftp://graph.facebook.com', 'javascript:alert(1)', 'https://']) {
      assert.equal(baseUrlFault(url), 'baseUrl', url);
    }
  });

  it('refuses what does not belong into a base URL', () => {
    for (const url of ['https://a.example/?x=1', 'https://a.example/#x', 'https://user:word@a.example']) {
      assert.equal(baseUrlFault(url), 'baseUrlParts', url);
    }
    assert.equal(baseUrlFault('https://graph.facebook.com/v25.0'), 'baseUrlVersion');
    assert.equal(baseUrlFault('https://graph.facebook.com/v25.0/'), 'baseUrlVersion');
  });

  it('finds what comes along when a token is copied', () => {
    assert.equal(secretFault('EAAB0'), null);
    assert.equal(secretFault(''), null);
    assert.equal(secretFault('Bearer EAAB0'), 'secretSpaces');
    assert.equal(secretFault('EAAB\n0'), 'secretSpaces');
  });

  it('leaves the names of environment variables alone', () => {
    for (const findFault of [phoneNumberIdFault, wabaIdFault, graphVersionFault, baseUrlFault, secretFault]) {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Node-RED's own notation
      assert.equal(findFault('${NAME}'), null, findFault.name);
      assert.equal(findFault('$(NAME)'), null, findFault.name);
    }
  });
});
