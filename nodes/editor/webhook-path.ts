import { isEnvironmentReference } from './environment';
import type { Fault } from './explained';

/**
 * A path that is compared as it stands: no parameters, no wildcards, nothing that a URL would carry after it. Not the
 * root itself, where the editor or its login may answer.
 */
export function pathFault(value: string): Fault {
  if (isEnvironmentReference(value)) return null;
  if (!value.startsWith('/')) return 'pathSlash';
  if (value === '/') return 'pathRoot';
  if (/\s/.test(value)) return 'pathSpaces';
  if (/[:*]/.test(value)) return 'pathPattern';
  return /^(\/[\w.~!$&'()+,;=@%-]+)+\/?$/.test(value) ? null : 'pathCharacters';
}
