/** Numbers checked and messages sent, by day since 1970. */
export interface BudgetRecord {
  [day: number]: { checked: number; sent: number };
}

const DAY = 86_400_000;

/** The documents name no period; a number that is warned has seven days until it is disabled for good (facts, section 5). */
const DAYS = 7;

/** So many numbers may be checked before messages are sent to them, where nothing else is set. */
export const DEFAULT_ADVANCE = 250;

/**
 * How many numbers may be checked now. A business that checks too many without writing to them is banned (S2): in any
 * seven days it may check as many as it sent messages, and `advance` more, for a check comes before the first message.
 */
export function allowance(record: BudgetRecord, advance: number, now: number): number {
  const { checked, sent } = total(record, now);
  return Math.max(0, advance + sent - checked);
}

/** The record with numbers checked (or, below zero, not checked after all) and messages sent. */
export function withSpent(record: BudgetRecord, more: { checked?: number; sent?: number }, now: number): BudgetRecord {
  const today = toDay(now);
  const recent = Object.entries(record).filter(([day]) => isRecent(Number(day), now));
  const { checked = 0, sent = 0 } = record[today] ?? {};
  const next = { checked: checked + (more.checked ?? 0), sent: sent + (more.sent ?? 0) };
  return { ...Object.fromEntries(recent), [today]: next };
}

function total(record: BudgetRecord, now: number): { checked: number; sent: number } {
  const days = Object.entries(record).filter(([day]) => isRecent(Number(day), now));
  return {
    checked: days.reduce((sum, [, { checked }]) => sum + checked, 0),
    sent: days.reduce((sum, [, { sent }]) => sum + sent, 0),
  };
}

const toDay = (now: number): number => Math.floor(now / DAY);
const isRecent = (day: number, now: number): boolean => day > toDay(now) - DAYS && day <= toDay(now);
