import type { IncomingHttpHeaders } from 'node:http';
import { isObject, isText, objectsOf, parseJson } from './http/json';
import { retryAfterOf } from './http/retry-after';

/** What the platform counts apart: messages, and everything else (numbers, settings, codes, media). */
export type CallKind = 'messages' | 'management';

export interface LimitUsage {
  /** `app`, else the platform's own name of the limit: `whatsapp`, `whatsapp_business_management`. */
  name: string;
  /** Percent of the limit; at 100 the platform begins to refuse. */
  percent: number;
  /** Until the platform takes calls again, in seconds, where it says that it takes none. */
  regainSeconds?: number;
}

/** How much of the platform's limits is used: its own last word, of the headers of an answer (facts, section 10). */
export interface Usage {
  /** When it said so, ISO 8601. */
  at: string;
  /** The highest of the limits. */
  percent: number;
  limits: LimitUsage[];
}

export interface UsageMeter {
  /** The platform's last word; undefined while it has not said anything, and an hour after it did. */
  latest(): Usage | undefined;
  /**
   * How long to wait between one call of this kind and the next, in milliseconds, so that the limit is not hit: 0 below
   * 80 percent, growing to 2 seconds at 100, and beyond until the platform takes calls again.
   */
  delayMs(kind: CallKind): number;
}

export interface UsageRecorder extends UsageMeter {
  /** Takes the headers of an answer to a call of this kind. */
  take(kind: CallKind, headers: IncomingHttpHeaders): void;
}

/** Percent of a limit from which on calls slow down. */
export const SLOW_FROM = 80;
const SLOWEST_MS = 2_000;
/** Limits are counted over an hour that moves on. */
const HOUR_MS = 3_600_000;
/** Where the platform does not say when it takes calls again. */
const FULL_MS = 60_000;
const OTHERS: Readonly<Record<CallKind, string>> = { messages: 'whatsapp_business_management', management: 'whatsapp' };

export function createUsage(now: () => number = Date.now): UsageRecorder {
  let last: { at: number; limits: LimitUsage[] } | undefined;
  const closedUntil: Record<CallKind, number> = { messages: 0, management: 0 };

  function current(): { at: number; limits: LimitUsage[] } | undefined {
    return last !== undefined && now() - last.at < HOUR_MS ? last : undefined;
  }

  return {
    take(kind, headers) {
      const wait = retryAfterOf(headers, now());
      if (wait !== undefined) closedUntil[kind] = now() + wait * 1000;
      const limits = readLimits(headers);
      if (limits.length > 0) last = { at: now(), limits };
    },
    latest() {
      const word = current();
      if (word === undefined) return undefined;
      const percent = Math.max(...word.limits.map((limit) => limit.percent));
      return { at: new Date(word.at).toISOString(), percent, limits: word.limits };
    },
    delayMs(kind) {
      const word = current();
      const delays = (word?.limits ?? [])
        .filter(({ name }) => name !== OTHERS[kind])
        .map((limit) => toDelay(limit, now() - (word?.at ?? 0)));
      return Math.max(0, closedUntil[kind] - now(), ...delays);
    },
  };
}

function toDelay({ percent, regainSeconds = 0 }: LimitUsage, age: number): number {
  if (regainSeconds > 0 || percent >= 100) return (regainSeconds > 0 ? regainSeconds * 1000 : FULL_MS) - age;
  return Math.max(0, percent - SLOW_FROM) * (SLOWEST_MS / (100 - SLOW_FROM));
}

function readLimits(headers: IncomingHttpHeaders): LimitUsage[] {
  const app = readHeader(headers['x-app-usage']);
  const business = readHeader(headers['x-business-use-case-usage']);
  const ofBusiness = isObject(business) ? Object.values(business).flatMap(objectsOf) : [];
  const named = ofBusiness.map((counts) => [isText(counts.type) ? counts.type : 'business', counts] as const);
  const all = isObject(app) ? [['app', app] as const, ...named] : named;
  return all.flatMap(([name, counts]) => toLimit(name, counts) ?? []);
}

function toLimit(name: string, counts: Record<string, unknown>): LimitUsage | undefined {
  const percents = [counts.call_count, counts.total_cputime, counts.total_time].filter(isNumber);
  if (percents.length === 0) return undefined;
  const minutes = counts.estimated_time_to_regain_access;
  const regain = isNumber(minutes) && minutes > 0 ? { regainSeconds: minutes * 60 } : {};
  return { name, percent: Math.max(...percents), ...regain };
}

const isNumber = (value: unknown): value is number => Number.isFinite(value);

const readHeader = (value: string | string[] | undefined): unknown =>
  value === undefined ? undefined : parseJson(String(value));
