import assert from 'node:assert/strict';
import {
  apiKeyHeaderFault,
  caFault,
  displayNumberFault,
  serverUrlFault,
  userFault,
  webhookSecretFault,
} from '../../../nodes/editor/on-premises-faults';
import { newPathSecret } from '../../../nodes/editor/path-secret';

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

describe('faults of an On-Premises account', () => {
  it('wants the address of an installation or a provider, and not that of the Cloud API', () => {
    for (const url of ['https://192.0.2.10:9090', 'https://waba.360dialog.io/v1', 'http://localhost', `\${SERVER}`]) {
      assert.equal(serverUrlFault(url), null, url);
    }
    assert.equal(serverUrlFault(''), 'serverUrlMissing');
    assert.equal(serverUrlFault('server:9090'), 'baseUrl');
    assert.equal(serverUrlFault('https://admin:secret@server'), 'baseUrlParts');
    assert.equal(serverUrlFault('https://graph.facebook.com'), 'serverUrlIsCloud');
  });

  it('wants the number of the business in full', () => {
    for (const number of ['+4930901820', '+49 (30) 90-18.20', `\${NUMBER}`])
      assert.equal(displayNumberFault(number), null);
    assert.equal(displayNumberFault(''), 'displayNumberMissing');
    for (const number of ['030901820', '4930901820', '+49', '+49 x']) {
      assert.equal(displayNumberFault(number), 'displayNumber', number);
    }
  });

  it('takes certificates, and never a private key', () => {
    for (const ca of ['', PEM, PEM + PEM, `\${CA}`]) assert.equal(caFault(ca), null);
    assert.equal(caFault('MIIB'), 'ca');
    assert.equal(caFault(`${PEM}-----BEGIN RSA PRIVATE KEY-----`), 'caPrivateKey');
  });

  it('wants the name of a header, and a user name', () => {
    assert.equal(apiKeyHeaderFault(''), null);
    assert.equal(apiKeyHeaderFault('D360-API-KEY'), null);
    assert.equal(apiKeyHeaderFault('X Key'), 'apiKeyHeader');
    assert.equal(userFault('admin'), null);
    assert.equal(userFault(''), 'userMissing');
    assert.equal(userFault('a:b'), 'userColon');
  });

  it('takes a secret part that nobody can guess', () => {
    for (const secret of ['', '__PWRD__', `\${SECRET}`, newPathSecret()])
      assert.equal(webhookSecretFault(secret), null);
    for (const secret of ['guess', 'a/secret/of/more/than/22', 'ä'.repeat(22)]) {
      assert.equal(webhookSecretFault(secret), 'webhookSecret', secret);
    }
  });

  it('makes secrets of 128 bits, another one each time', () => {
    const secrets = new Set(Array.from({ length: 100 }, newPathSecret));
    assert.equal(secrets.size, 100);
    for (const secret of secrets) {
      assert.match(secret, /^[\w-]{22}$/);
      assert.equal(Buffer.from(secret, 'base64url').length, 16);
    }
  });
});
