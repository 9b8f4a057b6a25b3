import type { IdentityCheck, NumberOperations } from '../platform/number';
import { attempt } from './attempt';
import { discovered, type Finding } from './finding';

/** Whether hashes will come at all. That it cannot be read is no fault of the account. */
export async function checkIdentityCheck(number: Pick<NumberOperations, 'readIdentityCheck'>): Promise<Finding> {
  const check = await attempt('identityCheck', () => number.readIdentityCheck());
  return toIdentityFinding('fault' in check ? 'unknown' : check.answer);
}

export function toIdentityFinding(check: IdentityCheck): Finding {
  if (check === 'on') return discovered('identityCheck', 'good', 'identity_check_on');
  if (check === 'off') return discovered('identityCheck', 'hint', 'identity_check_off');
  return discovered('identityCheck', 'hint', 'identity_check_unknown');
}
