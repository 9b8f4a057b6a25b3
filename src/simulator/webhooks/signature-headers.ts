import { SIGNATURE_HEADER, sign } from '../../webhook/sign';
import type { Faults } from '../faults';

/** The signature header of a webhook's exact bytes, as right as the faults let it be. */
export function signatureHeaders(body: Buffer, appSecret: string, fault: Faults['signature']): Record<string, string> {
  if (fault === 'missing') return {};
  return { [SIGNATURE_HEADER]: sign(body, fault === 'wrong' ? `not ${appSecret}` : appSecret) };
}
