import { createHash } from 'node:crypto';
import { isObject, type JsonObject, toText } from './json';

// Lengths make the keys unambiguous whatever characters an ID holds.
const toKey = (kind: string, parts: readonly string[]): string =>
  parts.reduce((key, part) => `${key}:${part.length}:${part}`, kind);

export const messageKey = (id: string): string => toKey('message', [id]);

/** In groups every participant has a status of their own for the same message. */
export const statusKey = (id: string, status: string, participant: string | undefined): string =>
  toKey('status', participant === undefined ? [id, status] : [id, status, participant]);

/** Undefined when a call names no ID or no event. */
export function callKey(calls: readonly unknown[]): string | undefined {
  const parts: string[] = [];
  for (const call of calls) {
    const id = isObject(call) ? toText(call.id) : undefined;
    const event = isObject(call) ? (toText(call.event) ?? toText(call.status)) : undefined;
    if (id === undefined || event === undefined) return undefined;
    parts.push(id, event);
  }
  return parts.length === 0 ? undefined : toKey('call', parts);
}

/**
 * The key of everything that has no ID: `digest:` and a SHA-256 of all that it consists of, the same for a retried
 * delivery even if its members come in another order.
 */
export const digestKey = (parts: readonly unknown[]): string =>
  `digest:${createHash('sha256').update(canonicalJson(parts, MAX_DEPTH)).digest('base64url')}`;

/** One item of something with a digest: two equal errors in one webhook are two. */
export const itemKey = (digest: string, list: string, index: number): string => `${digest}:${list}:${index}`;

/** More than a parsed webhook can have, so nothing is cut off in practice, and no stack overflows in any case. */
const MAX_DEPTH = 100;

function canonicalJson(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (depth === 0) return '…';
  if (Array.isArray(value)) return `[${value.map((element) => canonicalJson(element, depth - 1)).join()}]`;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson((value as JsonObject)[key], depth - 1)}`);
  return `{${members.join()}}`;
}
