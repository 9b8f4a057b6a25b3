import type { Account } from '../../account';
import type { FiguresReport } from '../figures';
import type { Finding } from './finding';

/** What is known of a webhook-in node without asking anybody. */
export interface Circumstances {
  account: Account;
  /** The webhooks are brought by the flow. */
  isExternal: boolean;
  /** Clients must show a certificate. */
  asksForCertificate: boolean;
  /** The HTTP nodes of the flow want a login (`httpNodeAuth`). */
  hasHttpNodeAuth: boolean;
}

/** What stands in the way by configuration alone. */
export function diagnoseCircumstances(circumstances: Circumstances): Finding[] {
  const { account, isExternal, asksForCertificate, hasHttpNodeAuth } = circumstances;
  const { protection, verifyToken } = account.settings;
  const findings: Finding[] = [];
  const add = (code: string, level: Finding['level']): void => void findings.push({ scope: 'node', level, code });
  if (!account.isProtected) add(protection === undefined ? 'no_app_secret' : 'no_webhook_protection', 'fault');
  if (protection === undefined && verifyToken === '') add('no_verify_token', 'fault');
  if (protection?.clientCertificate === true && !asksForCertificate) add('client_certificate_not_asked', 'fault');
  if (isExternal) add(hasHttpNodeAuth ? 'external_with_login' : 'external', 'hint');
  return findings;
}

/** Why nothing arrives, as far as what came in so far tells. */
export function diagnosePast({ accepted, refused, unclaimed, valuesOff }: FiguresReport): Finding[] {
  const findings: Finding[] = [];
  const add = (code: string, count: number): void => void findings.push({ scope: 'past', level: 'hint', code, count });
  if (refused.signature_wrong) add('wrong_signature_lately', refused.signature_wrong);
  if (refused.wrong_verify_token) add('wrong_verify_token_lately', refused.wrong_verify_token);
  if (unclaimed > 0) add('other_numbers', unclaimed);
  if (valuesOff > 0) add('include_values_off', valuesOff);
  if (accepted.deliveries === 0) add('nothing_received', 0);
  return findings;
}
