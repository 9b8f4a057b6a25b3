import { InputError } from '../platform/errors';

/** The columns that a number is looked for in, where none is named. */
const USUAL_COLUMNS = ['phone', 'number', 'mobile', 'to'] as const;

/** What a webhook calls a customer's number: complete, but without its plus sign (S1). */
const WA_ID_COLUMNS = ['waId', 'wa_id'] as const;

/**
 * The phone numbers in what a flow hands in, in its order: one number, text with one on each line (or between commas), a
 * list, or the rows of a CSV node with the numbers in one column. A place without a number stays in the list as empty
 * text, so that results can be put beside what came in.
 *
 * @param column the property of the rows; without it a usual name such as `phone`
 * @throws InputError `contacts_missing`, `contacts_invalid`, `column_missing`
 */
export function toContactInputs(value: unknown, column = ''): string[] {
  const list = toList(value);
  const rows = list.filter(isRow);
  // A CSV node leaves an empty cell out of its row: only a column that no row has is a mistake.
  if (rows.length > 0 && !rows.some((row) => hasColumn(row, column))) throw columnMissing(column);
  const inputs = list.map((item) => (isRow(item) ? fromRow(item, column) : toText(item)));
  if (inputs.length === 0 || inputs.every((input) => input === '')) throw missing(value);
  return inputs;
}

function toList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return value.split(/[\r\n,;]+/).filter((line) => line.trim() !== '');
  if (typeof value === 'number' || isRow(value)) return [value];
  if (value === undefined || value === null) throw missing(value);
  throw invalid(typeof value);
}

function hasColumn(row: Record<string, unknown>, column: string): boolean {
  if (column !== '') return column in row;
  return USUAL_COLUMNS.some((name) => name in row) || waIdOf(row) !== undefined;
}

function fromRow(row: Record<string, unknown>, column: string): string {
  if (column !== '') return toText(row[column]);
  const usual = USUAL_COLUMNS.find((name) => name in row);
  if (usual !== undefined) return toText(row[usual]);
  const waId = waIdOf(row);
  return waId === undefined ? '' : `+${waId}`;
}

function waIdOf(row: Record<string, unknown>): string | undefined {
  return WA_ID_COLUMNS.map((name) => toText(row[name])).find((text) => /^\d+$/.test(text));
}

function toText(value: unknown): string {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' ? value.trim() : '';
}

function isRow(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

const ADVICE = 'Give a phone number, a list of them, or objects such as the rows of a CSV node.';

const missing = (value: unknown): InputError =>
  new InputError(
    'contacts_missing',
    `There is no phone number in ${value === null ? 'null' : `the ${typeof value}`}.`,
    ADVICE,
  );

const invalid = (kind: string): InputError =>
  new InputError('contacts_invalid', `Phone numbers cannot be read from a ${kind}.`, ADVICE);

const columnMissing = (column: string): InputError =>
  new InputError(
    'column_missing',
    `No row has a column of ${column === '' ? 'a usual name' : `"${column}"`} that could hold its phone number.`,
    `Name the column in the node, or call it ${USUAL_COLUMNS.join(', ')}.`,
  );
