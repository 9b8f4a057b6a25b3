import { isEnvironmentReference } from './environment';
import type { Fault } from './explained';
import { isStored } from './stored';

/** Where an On-Premises installation or a provider answers. Its secrets must not go to the platform of the other API. */
export function serverUrlFault(value: string): Fault {
  if (value === '') return 'serverUrlMissing';
  if (isEnvironmentReference(value)) return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return 'baseUrl';
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') return 'baseUrlParts';
  return url.hostname === 'graph.facebook.com' ? 'serverUrlIsCloud' : null;
}

/** The business's own number: with it, the store knows whose customers it keeps. */
export function displayNumberFault(value: string): Fault {
  if (value === '') return 'displayNumberMissing';
  if (isEnvironmentReference(value)) return null;
  return /^\+[\d\s()./-]+$/.test(value) && value.replace(/\D/g, '').length >= 5 ? null : 'displayNumber';
}

/** One certificate or several, and nothing that must stay secret: the flow keeps it in plain text. */
export function caFault(value: string): Fault {
  if (value === '' || isEnvironmentReference(value)) return null;
  if (value.includes('PRIVATE KEY')) return 'caPrivateKey';
  return /-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/.test(value) ? null : 'ca';
}

/** Empty means the usual one. */
export function apiKeyHeaderFault(value: string): Fault {
  return value === '' || /^[A-Za-z\d-]+$/.test(value) || isEnvironmentReference(value) ? null : 'apiKeyHeader';
}

/** 128 bits at least, in characters that an address may hold. What is stored already is not shown, and was judged then. */
export function webhookSecretFault(value: string): Fault {
  return /^([\w-]{22,})?$/.test(value) || isStored(value) || isEnvironmentReference(value) ? null : 'webhookSecret';
}

export function userFault(value: string): Fault {
  if (value === '') return 'userMissing';
  return value.includes(':') ? 'userColon' : null;
}
