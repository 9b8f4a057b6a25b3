import type { ServerOperations } from '../platform/server';
import { attempt } from './attempt';
import { discovered, type Finding } from './finding';
import { toIdentityFinding } from './identity-check';

/**
 * Tries an account of the On-Premises API without changing anything: whether the server lets it in, its version, and whether
 * it tells of identity changes.
 *
 * @param logsIn whether there is a user name and a password, which can be tried for themselves
 */
export async function checkOnPremises(server: ServerOperations, logsIn: boolean): Promise<Finding[]> {
  const entry = await attempt('login', () => server.logIn());
  if ('fault' in entry) return [toLogin(entry.fault)];
  const welcome = logsIn ? [discovered('login', 'good', 'logged_in')] : [];
  const info = await attempt('server', () => server.serverInfo());
  if ('fault' in info) {
    const { fault } = info;
    // Whoever could log in, and may not read the settings, is no admin: messages leave all the same.
    if (logsIn && fault.code === 'auth_failed') return [...welcome, { ...fault, part: 'permission', level: 'hint' }];
    return [...welcome, toLogin(fault)];
  }
  const { version, identityCheck } = info.answer;
  return [...welcome, discovered('server', 'good', 'server_found', { version }), toIdentityFinding(identityCheck)];
}

/** There is no access token of the Cloud API to be at fault. */
const toLogin = (fault: Finding): Finding => (fault.part === 'accessToken' ? { ...fault, part: 'login' } : fault);
