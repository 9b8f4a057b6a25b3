import type { TrustCustomer } from '../../shared/trust-wire';
import { say } from './say';

/** What the sidebar can change about a customer. */
export type Change = 'acknowledge' | 'revoke' | 'forget';

/** What will happen, for somebody who is asked whether it shall. */
export function sentencesOf(change: Change, { hash, held }: TrustCustomer): string[] {
  const count = held.length;
  if (change === 'revoke') return [say('revoke.effect'), say('revoke.later')];
  if (change === 'forget') {
    return [say('forget.effect'), ...(count > 0 ? [say('forget.held', { count })] : []), say('forget.final')];
  }
  return [
    say('acknowledge.condition'),
    say(hash === null ? 'acknowledge.blind' : 'acknowledge.effect'),
    ...(count > 0 ? [say('acknowledge.held', { count })] : []),
  ];
}
