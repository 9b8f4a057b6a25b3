import type { CheckedContact } from '../platform/contacts';

/** A check whose results the server sends later, by webhook. */
export interface PendingCheck {
  id: string;
  /** The node that asked: its late output gets the results. */
  nodeId: string;
  /** Of the message that asked. */
  msgid?: string;
  /** The numbers still out (E.164 with plus), each with how the flow wrote it. */
  waiting: Readonly<Record<string, readonly string[]>>;
}

/** Late results of one check. */
export interface LateResults {
  check: PendingCheck;
  /** By number (E.164 with plus). */
  results: Readonly<Record<string, CheckedContact>>;
}
