import assert from 'node:assert/strict';
import captions from '../../../../nodes/locales/en-US/whatsapp-webhook-in.json';
import { atFault } from '../../../../nodes/shared/examine';
import type { Account } from '../../../../src/account';
import { WebhookFigures } from '../../../../src/webhook/figures';
import type { WebhookProtection } from '../../../../src/webhook/protection';
import { REFUSALS, type RefusalReason } from '../../../../src/webhook/refusal';
import { diagnoseCircumstances, diagnosePast } from '../../../../src/webhook/self-test/circumstances';
import { connectionFault } from '../../../../src/webhook/self-test/connection-faults';
import { diagnoseAddress, isPrivateHost, toTestAddress } from '../../../../src/webhook/self-test/diagnose-address';
import { diagnoseErrand, type ProbeResult } from '../../../../src/webhook/self-test/diagnose-errand';
import type { Finding } from '../../../../src/webhook/self-test/finding';
import type { Visit } from '../../../../src/webhook/self-test/self-test';

const { doctor, refused } = captions['whatsapp-webhook-in'];
const WORDS: Readonly<Record<string, string>> = doctor.finding;
const ADVICE: Readonly<Record<string, string>> = doctor.advice;

/** Whatever is found has words, and where something is to be done, these too. */
function assertCaptioned({ code, level }: Finding): void {
  assert.ok(WORDS[code], `${code} has no words`);
  assert.equal(ADVICE[code] !== undefined, level !== 'good', `${code}, ${level}`);
}

const answer = (status: number, isEcho = false): ProbeResult => ({ type: 'answer', status, isEcho });
const failure = (code: string): ProbeResult => ({ type: 'failure', code });
const visit = (more: Partial<Visit> = {}): Visit => ({ isProofIntact: true, isElsewhere: false, ...more });

describe('the diagnosis of a self-test', () => {
  const found = (...[errand, result, seen]: [Parameters<typeof diagnoseErrand>[1], ProbeResult, Visit?]): string => {
    const finding = diagnoseErrand('public', errand, result, seen);
    assertCaptioned(finding);
    return `${finding.code}, ${finding.level}`;
  };

  it('is good only where the request arrived, and the right answer came back', () => {
    assert.equal(found('handshake', answer(200, true), visit()), 'handshake_good, good');
    assert.equal(found('delivery', answer(200), visit({ isBodyIntact: true })), 'delivery_good, good');
    assert.equal(found('handshake', answer(200, false), visit()), 'answer_changed, fault');
    assert.equal(found('delivery', answer(201), visit()), 'answer_changed, fault');
    assert.equal(found('delivery', failure('timeout'), visit()), 'answer_lost, fault');
    // Whoever answers right without having been asked is somebody else.
    assert.equal(found('handshake', answer(200, true)), 'other_server, fault');
    assert.equal(found('delivery', answer(200)), 'other_server, fault');
  });

  it('has words for every status of somebody else', () => {
    for (let status = 100; status < 600; status += 1) assert.match(found('delivery', answer(status)), /, fault$/);
    assert.equal(found('delivery', answer(0)), 'other_server, fault');
    assert.equal(found('handshake', answer(308)), 'redirected, fault');
  });

  it('has words for every refusal, however the request arrived', () => {
    for (const reason of Object.keys(REFUSALS) as RefusalReason[]) {
      for (const isProofIntact of [true, false]) {
        for (const isBodyIntact of [true, false]) {
          found('delivery', answer(401), visit({ refusal: reason, isProofIntact, isBodyIntact }));
        }
      }
    }
    const wrong = (more: Partial<Visit>) =>
      found('delivery', answer(401), visit({ refusal: 'signature_wrong', ...more }));
    assert.equal(wrong({ isBodyIntact: false }), 'body_changed, fault');
    assert.equal(wrong({ isBodyIntact: true, isProofIntact: false }), 'signature_changed, fault');
    const unsigned = (isProofIntact: boolean) =>
      found('delivery', answer(401), visit({ refusal: 'path_secret_wrong', isProofIntact }));
    assert.deepEqual([unsigned(true), unsigned(false)], ['refused_as_meant, good', 'path_changed, fault']);
  });

  it('tells connections that fail apart', () => {
    const codes = {
      ENOTFOUND: 'name_unknown',
      EAI_AGAIN: 'name_unknown',
      ECONNREFUSED: 'connection_refused',
      ETIMEDOUT: 'unreachable',
      connect_timeout: 'unreachable',
      EHOSTUNREACH: 'unreachable',
      ECONNRESET: 'connection_broken',
      '': 'connection_broken',
      CERT_HAS_EXPIRED: 'tls_expired',
      CERT_NOT_YET_VALID: 'tls_expired',
      DEPTH_ZERO_SELF_SIGNED_CERT: 'tls_self_signed',
      SELF_SIGNED_CERT_IN_CHAIN: 'tls_self_signed',
      ERR_TLS_CERT_ALTNAME_INVALID: 'tls_wrong_name',
      UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls_chain_incomplete',
      UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls_chain_incomplete',
      ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'tls_client_certificate',
      ERR_SSL_WRONG_VERSION_NUMBER: 'tls_not_spoken',
      ERR_SSL_UNSUPPORTED_PROTOCOL: 'tls_failed',
      CERT_REVOKED: 'tls_failed',
      proxy_refused: 'proxy_refused',
    };
    for (const [code, expected] of Object.entries(codes)) {
      assert.equal(connectionFault(code), expected, code);
      found('handshake', failure(code));
    }
    // The platform may well get where this machine does not.
    assert.equal(found('handshake', failure('connect_timeout')), 'unreachable, hint');
  });

  it('knows addresses that the platform cannot call', () => {
    const codes = (url: string): string[] => diagnoseAddress(new URL(url)).map(({ code }) => code);
    assert.deepEqual(codes('https://example.com/whatsapp'), []);
    assert.deepEqual(codes('http://example.com'), ['not_https']);
    assert.deepEqual(codes('http://192.168.1.2'), ['not_https', 'private_address']);
    for (const host of ['localhost', 'pi', 'pi.local', '[::1]', '[fe80::1]', '[fd12::1]', '[::ffff:7f00:1]']) {
      assert.ok(isPrivateHost(new URL(`https://${host}`).hostname), host);
    }
    for (const host of ['203.0.113.7', '[2001:db8::1]', 'a.example.com']) {
      assert.ok(!isPrivateHost(new URL(`https://${host}`).hostname), host);
    }
    for (const finding of diagnoseAddress(new URL('http://localhost'))) assertCaptioned(finding);
  });

  it('calls plain addresses only', () => {
    assert.equal(toTestAddress('https://example.com/a/b')?.href, 'https://example.com/a/b');
    const others = [
      '',
      'example.com',
      'ftp://example.com',
      'https://u@example.com',
      'https://a/?b',
      'https://a/#b',
      1,
      null,
    ];
    for (const other of [...others, `https://example.com/${'a'.repeat(2_000)}`]) {
      assert.equal(toTestAddress(other), undefined, String(other));
    }
  });

  describe('of what is configured', () => {
    const found = (
      {
        protection,
        verifyToken = 'v',
        isProtected = true,
      }: { protection?: WebhookProtection; verifyToken?: string; isProtected?: boolean },
      more: object = {},
    ): string[] => {
      const settings = protection === undefined ? { verifyToken } : { verifyToken: '', protection };
      const account = { isProtected, settings } as Account;
      const surroundings = { isExternal: false, asksForCertificate: false, hasHttpNodeAuth: false, ...more };
      const findings = diagnoseCircumstances({ account, ...surroundings });
      findings.forEach(assertCaptioned);
      return findings.map(({ code }) => code);
    };

    it('says what is missing', () => {
      assert.deepEqual(found({}), []);
      assert.deepEqual(found({ isProtected: false, verifyToken: '' }), ['no_app_secret', 'no_verify_token']);
      assert.deepEqual(found({ isProtected: false, protection: {} }), ['no_webhook_protection']);
      const mutual = { protection: { clientCertificate: true } } as const;
      assert.deepEqual(found(mutual), ['client_certificate_not_asked']);
      assert.deepEqual(found(mutual, { asksForCertificate: true }), []);
    });

    it('minds a login only where http in stands in front', () => {
      assert.deepEqual(found({}, { hasHttpNodeAuth: true }), []);
      assert.deepEqual(found({}, { isExternal: true }), ['external']);
      assert.deepEqual(found({}, { isExternal: true, hasHttpNodeAuth: true }), ['external_with_login']);
    });

    it('has words for everything that keeps a node from listening', () => {
      const codes = ['not_deployed', 'account_not_usable', 'http_nodes_off', 'webhook_path_taken', 'port_in_use'];
      const more = [
        'port_forbidden',
        'address_not_available',
        'port_settings_differ',
        'tls_invalid',
        'client_ca_missing',
        'other',
      ];
      for (const code of [...codes, ...more]) assertCaptioned(atFault(code));
    });
  });

  describe('of what came in', () => {
    it('says why nothing may arrive, and nothing where all is well', () => {
      const nothingWaits = { deliveries: 0, events: 0 };
      const figures = new WebhookFigures();
      const found = (): unknown[] => {
        const findings = diagnosePast(figures.report(nothingWaits));
        findings.forEach(assertCaptioned);
        return findings.map(({ code, count }) => [code, count]);
      };
      assert.deepEqual(found(), [['nothing_received', 0]]);
      figures.accepted(1);
      assert.deepEqual(found(), []);
      figures.processed({ accounts: new Map(), unclaimed: 2, valuesOff: 3 });
      for (const reason of ['signature_wrong', 'wrong_verify_token', 'too_large'] as const) figures.refused(reason);
      assert.deepEqual(found(), [
        ['wrong_signature_lately', 1],
        ['wrong_verify_token_lately', 1],
        ['other_numbers', 2],
        ['include_values_off', 3],
      ]);
    });

    it('has an advice for every refusal', () => {
      assert.deepEqual(Object.keys(refused.advice).sort(), Object.keys(REFUSALS).sort());
    });
  });
});
