import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'mocha';
import { InputError } from '../../../src/platform/errors';
import { sign } from '../../../src/webhook/sign';
import { isSignatureValid } from '../../../src/webhook/signature';

const SECRET = 'an app secret of tests';
const body = Buffer.from('{"text":"äöü / <%@>"}');
const good = `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;

describe('sign', () => {
  it('gives what the platform sends', () => {
    assert.equal(sign(body, SECRET), good);
    assert.match(good, /^sha256=[0-9a-f]{64}$/);
  });

  it('refuses to sign without a secret', () => {
    assert.throws(() => sign(body, ''), { code: 'no_app_secret' });
  });
});

describe('isSignatureValid', () => {
  it('accepts the signature of the raw bytes', () => {
    assert.equal(isSignatureValid(body, good, SECRET), true);
    assert.equal(isSignatureValid(body, [good], SECRET), true);
    assert.equal(isSignatureValid(Buffer.alloc(0), sign(Buffer.alloc(0), SECRET), SECRET), true);
  });

  it('refuses the bytes after parsing and escaping again', () => {
    const escaped = Buffer.from(body.toString().replace('ä', '\\u00e4'));
    assert.deepEqual(JSON.parse(escaped.toString()), JSON.parse(body.toString()));
    assert.equal(isSignatureValid(escaped, good, SECRET), false);
  });

  const digits = good.slice('sha256='.length);
  const refused: [string, string | string[] | undefined][] = [
    ['missing', undefined],
    ['empty', ''],
    ['an empty list', []],
    ['repeated', [good, good]],
    ['repeated and joined by the server', `${good}, ${good}`],
    ['wrong in its last digit', `${good.slice(0, -1)}${good.endsWith('0') ? '1' : '0'}`],
    ['of another secret', sign(body, 'another account')],
    ['of another body', sign(Buffer.from('{}'), SECRET)],
    ['in upper case', `sha256=${digits.toUpperCase()}`],
    ['with an upper-case name', `SHA256=${digits}`],
    ['SHA-1', `sha1=${createHmac('sha1', SECRET).update(body).digest('hex')}`],
    ['SHA-1 under the name of SHA-256', `sha256=${createHmac('sha1', SECRET).update(body).digest('hex')}`],
    ['without its name', digits],
    ['too short', good.slice(0, -1)],
    ['too long', `${good}0`],
    ['followed by a line feed', `${good}\n`],
    ['surrounded by spaces', ` ${good} `],
    ['in Base64', `sha256=${Buffer.from(digits, 'hex').toString('base64')}`],
    ['not hex', `sha256=${'z'.repeat(64)}`],
  ];
  for (const [what, header] of refused) {
    it(`refuses a signature that is ${what}`, () => {
      assert.equal(isSignatureValid(body, header, SECRET), false);
    });
  }

  it('throws on an empty secret, even for what an empty key signed', () => {
    const forged = `sha256=${createHmac('sha256', '').update(body).digest('hex')}`;
    for (const header of [forged, good, undefined]) {
      assert.throws(() => isSignatureValid(body, header, ''), InputError);
    }
  });
});
