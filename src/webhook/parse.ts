import { isUtf8 } from 'node:buffer';
import { isObject, type JsonObject } from './json';

export type ParsedWebhook = { ok: true; body: JsonObject } | { ok: false; reason: 'not_json' | 'no_webhook' };

/**
 * Deeper than anything the platform sends by far, and shallow enough for every recursive function that a flow may put a
 * message through: Node-RED's own cloning ends in a stack overflow on hostile nesting.
 */
const MAX_DEPTH = 64;

/** What an On-Premises webhook consists of: it has no envelope (facts, section 1c). */
const ON_PREMISES_LISTS = ['messages', 'statuses', 'contacts', 'errors'];

/**
 * Reads the verified bytes of a delivery. Never throws.
 *
 * A webhook is an object with a list `entry` (Cloud API; `object` may be missing, as in S3), or with one of the lists of
 * an On-Premises webhook. Bytes that are no UTF-8 count as no JSON.
 */
export function parseWebhook(rawBody: Buffer): ParsedWebhook {
  if (!isUtf8(rawBody)) return { ok: false, reason: 'not_json' };
  let body: unknown;
  try {
    body = JSON.parse(rawBody.toString('utf8'));
  } catch {
    return { ok: false, reason: 'not_json' };
  }
  if (!isWebhook(body) || isDeeperThan(body, MAX_DEPTH)) return { ok: false, reason: 'no_webhook' };
  return { ok: true, body };
}

function isWebhook(body: unknown): body is JsonObject {
  if (!isObject(body)) return false;
  return Array.isArray(body.entry) || ON_PREMISES_LISTS.some((name) => Array.isArray(body[name]));
}

// Walks the parsed value rather than the bytes: that is five times as fast.
function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  if (Array.isArray(value)) return value.some((element) => isDeeperThan(element, depth - 1));
  for (const key in value) {
    if (isDeeperThan((value as JsonObject)[key], depth - 1)) return true;
  }
  return false;
}
