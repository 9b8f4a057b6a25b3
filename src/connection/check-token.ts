import type { TokenInfo } from '../platform/token';
import { discovered, type Finding } from './finding';

/** To send, and to get messages; and for everything else (facts, section 6). */
const NEEDED = ['whatsapp_business_messaging', 'whatsapp_business_management'];

/** What the platform says about a token that works: how long it will, and what it may not do. */
export function toTokenFindings({ expiresAt, permissions }: TokenInfo): Finding[] {
  const findings: Finding[] = [];
  if (expiresAt === 'never') findings.push(discovered('accessToken', 'good', 'token_lasts'));
  if (typeof expiresAt === 'number') {
    const expires = new Date(expiresAt).toISOString();
    findings.push(discovered('accessToken', 'hint', 'token_expires', { expires }));
  }
  const missing = NEEDED.filter((permission) => permissions?.includes(permission) === false);
  if (missing.length > 0) {
    findings.push(discovered('permission', 'fault', 'permissions_missing', { permission: missing.join(', ') }));
  }
  return findings;
}
