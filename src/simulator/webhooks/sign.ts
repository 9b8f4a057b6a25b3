import { createHmac } from 'node:crypto';
import type { Faults } from '../faults';

/** The signature header of a webhook's exact bytes (facts, section 6), as right as the faults let it be. */
export function signatureHeaders(body: Buffer, appSecret: string, fault: Faults['signature']): Record<string, string> {
  if (fault === 'missing') return {};
  const key = fault === 'wrong' ? `not ${appSecret}` : appSecret;
  return { 'x-hub-signature-256': `sha256=${createHmac('sha256', key).update(body).digest('hex')}` };
}
