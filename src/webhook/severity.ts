import type { Severity } from './event';
import { isObject } from './json';
import { SEVERITY_TABLE, type SeverityRule } from './severity-table';

const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, critical: 2 };

/**
 * How urgent an account event is.
 *
 * @param name its field, or our own topic where there is none (`error`, `changed_fields`)
 */
export function severityOf(name: string, value: unknown): Severity {
  const rule = Object.hasOwn(SEVERITY_TABLE, name) ? SEVERITY_TABLE[name] : undefined;
  return rule === undefined ? 'info' : judge(rule, value);
}

function judge(rule: SeverityRule, value: unknown): Severity {
  if (typeof rule === 'string') return rule;
  const verdicts = wordsAt(value, rule.at.split('.')).map((word) => {
    const next = Object.hasOwn(rule.words, word) ? rule.words[word] : undefined;
    return next === undefined ? rule.otherwise : judge(next, value);
  });
  return verdicts.reduce<Severity | undefined>(worse, undefined) ?? rule.otherwise;
}

const worse = (a: Severity | undefined, b: Severity): Severity => (a === undefined || RANK[b] > RANK[a] ? b : a);

function wordsAt(value: unknown, path: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((element) => wordsAt(element, path));
  const [name, ...rest] = path;
  if (name === undefined) return typeof value === 'string' ? [value.toUpperCase()] : [];
  return isObject(value) ? wordsAt(value[name], rest) : [];
}
