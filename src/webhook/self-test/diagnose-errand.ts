import type { RefusalReason } from '../refusal';
import { connectionFault } from './connection-faults';
import type { Finding, Level, Scope } from './finding';
import type { Errand, Visit } from './self-test';

/** What came back of a request: of an answer only the status, and whether it was the challenge. */
export type ProbeResult = { type: 'answer'; status: number; isEcho: boolean } | { type: 'failure'; code: string };

/** What one request of a self-test shows: how it arrived, if it did, and what came back. */
export function diagnoseErrand(scope: Scope, errand: Errand, result: ProbeResult, visit: Visit | undefined): Finding {
  const finding = (code: string, level: Level = 'fault'): Finding => ({
    scope,
    level,
    code,
    ...(result.type === 'answer' && result.status > 0 ? { status: result.status } : {}),
  });
  if (visit === undefined) {
    if (result.type === 'failure') {
      const code = connectionFault(result.code);
      return finding(code, MAY_WORK_ALL_THE_SAME.has(code) ? 'hint' : 'fault');
    }
    return finding(strangerBy(result.status));
  }
  if (visit.isElsewhere) return finding('other_node');
  if (visit.refusal !== undefined) return diagnoseRefusal(visit.refusal, visit, finding);
  if (result.type === 'failure') return finding('answer_lost');
  const isRight = result.status === 200 && (errand === 'delivery' || result.isEcho);
  return isRight ? finding(`${errand}_good`, 'good') : finding('answer_changed');
}

/** What stops a request from here need not stop the platform: routers often lead nobody back to their own address. */
const MAY_WORK_ALL_THE_SAME = new Set(['unreachable', 'proxy_refused', 'tls_client_certificate']);

/** Somebody else answered. */
function strangerBy(status: number): string {
  if (status >= 300 && status < 400) return 'redirected';
  return STRANGERS[status] ?? 'other_server';
}

const STRANGERS: Readonly<Record<number, string>> = {
  401: 'login_in_front',
  403: 'forbidden_in_front',
  404: 'not_found',
  407: 'login_in_front',
  413: 'body_too_large_in_front',
  502: 'gateway_failed',
  503: 'gateway_failed',
  504: 'gateway_failed',
};

function diagnoseRefusal(
  reason: RefusalReason,
  { isProofIntact, isBodyIntact }: Visit,
  finding: (code: string, level?: Level) => Finding,
): Finding {
  // Without a signature a wrong secret was sent on purpose: it is refused as it must be.
  if (UNSIGNED.has(reason) && isProofIntact) return finding('refused_as_meant', 'good');
  if (reason === 'signature_wrong')
    return finding(isProofIntact && isBodyIntact === false ? 'body_changed' : 'signature_changed');
  const code = REFUSED[reason];
  return code === undefined ? finding('refused') : finding(code, HARMLESS.has(code) ? 'hint' : 'fault');
}

const UNSIGNED: ReadonlySet<RefusalReason> = new Set(['path_secret_wrong', 'basic_auth_wrong']);

const HARMLESS = new Set(['client_certificate_asked', 'redeploying', 'too_much_waiting', 'not_loopback']);

const REFUSED: Readonly<Partial<Record<RefusalReason, string>>> = {
  signature_missing: 'signature_stripped',
  no_challenge: 'query_changed',
  wrong_verify_token: 'query_changed',
  no_verify_token: 'query_changed',
  wrong_method: 'method_changed',
  basic_auth_wrong: 'authorization_stripped',
  path_secret_wrong: 'path_changed',
  client_certificate_missing: 'client_certificate_asked',
  client_certificate_untrusted: 'client_certificate_asked',
  client_certificate_name: 'client_certificate_asked',
  too_large: 'body_cut',
  aborted: 'body_cut',
  no_raw_body: 'raw_body_missing',
  not_served: 'redeploying',
  too_much_waiting: 'too_much_waiting',
  not_loopback: 'not_loopback',
};
