import { isEnvironmentReference } from '../environment';

/** A typed input, as the flow stores it. */
export interface StoredInput {
  value: string;
  type: string;
}

/** Typed inputs by the names of the form's fields. */
export type StoredForm = Record<string, StoredInput>;

const FIXED = ['str', 'num', 'bool', 'json'];

/** Whether the value is the same for every message, and known here. */
export const isFixed = ({ value, type }: StoredInput): boolean =>
  FIXED.includes(type) && !isEnvironmentReference(value);

/** @throws SyntaxError for JSON that is none */
export function toValue({ value, type }: StoredInput): unknown {
  if (type === 'num') return Number(value);
  if (type === 'bool') return value === 'true';
  return type === 'json' ? JSON.parse(value) : value;
}
