import assert from 'node:assert/strict';
import { type Proof, refusalOf, type WebhookProtection } from '../../../src/webhook/protection';

const SECRET = 'a-path-secret-of-tests';
const NOTHING: Proof = { below: undefined, authorization: undefined, hasCertificate: false };
const login = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

describe('the protection of unsigned webhooks', () => {
  it('refuses everything where there is none', () => {
    for (const proof of [
      {},
      { below: '', authorization: '' },
      { below: SECRET, authorization: login(':') },
      { hasCertificate: true },
    ]) {
      assert.equal(refusalOf({}, { ...NOTHING, ...proof }), 'no_webhook_protection');
    }
  });

  it('is the last part of the address', () => {
    const protection: WebhookProtection = { pathSecret: SECRET };
    assert.equal(refusalOf(protection, { ...NOTHING, below: SECRET }), undefined);
    for (const below of [undefined, '', SECRET.slice(1), `${SECRET}x`, encodeURIComponent(`${SECRET}/`)]) {
      assert.equal(
        refusalOf(protection, { ...NOTHING, below, authorization: login(`a:${SECRET}`) }),
        'path_secret_wrong',
      );
    }
  });

  it('is user name and password', () => {
    const protection: WebhookProtection = { basicAuth: { user: 'hook', password: 'pass:wörd' } };
    assert.equal(refusalOf(protection, { ...NOTHING, authorization: login('hook:pass:wörd') }), undefined);
    assert.equal(
      refusalOf(protection, { ...NOTHING, authorization: login('hook:pass:wörd').replace('Basic', 'basic ') }),
      undefined,
    );
    for (const authorization of [undefined, '', 'Basic', login('hook:'), login('hook:pass'), 'Bearer hook:pass:wörd']) {
      assert.equal(refusalOf(protection, { ...NOTHING, below: 'pass:wörd', authorization }), 'basic_auth_wrong');
    }
  });

  it('is a certificate that was accepted', () => {
    const protection: WebhookProtection = { clientCertificate: true };
    assert.equal(refusalOf(protection, { ...NOTHING, hasCertificate: true }), undefined);
    assert.equal(
      refusalOf(protection, { ...NOTHING, below: SECRET, authorization: login('a:b') }),
      'client_certificate_missing',
    );
  });

  it('is all of it, where there is more than one', () => {
    const protection: WebhookProtection = { pathSecret: SECRET, basicAuth: { user: 'a', password: 'b' } };
    assert.equal(refusalOf(protection, { ...NOTHING, below: SECRET, authorization: login('a:b') }), undefined);
    assert.equal(refusalOf(protection, { ...NOTHING, below: SECRET, authorization: undefined }), 'basic_auth_wrong');
    assert.equal(refusalOf(protection, { ...NOTHING, below: 'x', authorization: login('a:b') }), 'path_secret_wrong');
  });
});
