import { isEnvironmentReference } from './environment';
import type { Fault } from './explained';

/** A phone number ID: digits, not the phone number itself, which people fill in by mistake. */
export function phoneNumberIdFault(value: string): Fault {
  if (value === '') return 'phoneNumberIdMissing';
  if (isEnvironmentReference(value)) return null;
  if (/^\+|[\s()-]/.test(value)) return 'phoneNumberIdIsNumber';
  return /^\d+$/.test(value) ? null : 'phoneNumberId';
}

export function wabaIdFault(value: string): Fault {
  return value === '' || /^\d+$/.test(value) || isEnvironmentReference(value) ? null : 'wabaId';
}

/** Empty means the version that the runtime was built for. */
export function graphVersionFault(value: string): Fault {
  return value === '' || /^v\d+\.\d+$/.test(value) || isEnvironmentReference(value) ? null : 'graphVersion';
}

/** Where the Graph API or a proxy for it answers, without the version, which is a field of its own. */
export function baseUrlFault(value: string): Fault {
  if (value === '') return 'baseUrlMissing';
  if (isEnvironmentReference(value)) return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return 'baseUrl';
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') return 'baseUrlParts';
  return /\/v\d+\.\d+\/*$/.test(url.pathname) ? 'baseUrlVersion' : null;
}

/** Tokens and secrets are one word; what comes along when they are copied makes every call or signature fail. */
export function secretFault(value: string): Fault {
  return /\s/.test(value) ? 'secretSpaces' : null;
}
