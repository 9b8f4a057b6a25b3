import { isEnvironmentReference } from './environment';
import { isStored } from './stored';

/** 128 random bits as one part of an address. */
export function newPathSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}

/**
 * The secret as this very editor made it and has not deployed it yet: nobody else's has it, and after the deployment it
 * is told nobody any more. Undefined where it is not known here.
 */
export function freshSecret(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '' || isStored(value) || isEnvironmentReference(value)) return undefined;
  return value;
}
