import type { HashKind } from '../identity/evidence';
import { isObject, type JsonObject } from './json';

/** An identity hash that came with an event. */
export interface SeenHash {
  hash: string;
  kind: HashKind;
}

/**
 * The hash that came with a message: that of its own contact, else of its `identity` block, else of a system message
 * (`system.identity`, a string or an object; facts, sections 1 and 2).
 */
export function hashOfMessage(message: JsonObject, contact: JsonObject | undefined): SeenHash | undefined {
  const { identity, system } = message;
  return (
    toSeenHash('key', contact?.identity_key_hash) ??
    toSeenHash('identity', isObject(identity) ? identity.hash : identity) ??
    (isObject(system)
      ? toSeenHash('identity', isObject(system.identity) ? system.identity.hash : system.identity)
      : undefined)
  );
}

/** The hash that came with a status (facts, section 2). */
export function hashOfStatus(status: JsonObject, contact: JsonObject | undefined): SeenHash | undefined {
  return toSeenHash('key', status.recipient_identity_key_hash) ?? toSeenHash('key', contact?.identity_key_hash);
}

const toSeenHash = (kind: HashKind, hash: unknown): SeenHash | undefined =>
  typeof hash === 'string' && hash !== '' ? { hash, kind } : undefined;
