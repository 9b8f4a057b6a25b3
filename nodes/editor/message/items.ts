/** A button or a row of a list, as its line of the dialog shows it. */
export interface Item {
  title: string;
  /** Of rows only. */
  description: string;
  /** What comes back when it is chosen; the title where it is empty. */
  id: string;
}

/**
 * The items that a JSON list describes; undefined where it has more than lines can show: sections, numbers, members in the
 * platform's own form.
 */
export function toItems(json: string): Item[] | undefined {
  const list = parse(json);
  if (!Array.isArray(list)) return undefined;
  const items = list.map(toItem);
  return items.every((item) => item !== undefined) ? items : undefined;
}

/** The list as the form takes it. Empty lines are left out. */
export function fromItems(items: readonly Item[]): string {
  const filled = items.filter(({ title, description, id }) => title !== '' || description !== '' || id !== '');
  return JSON.stringify(
    filled.map(({ title, description, id }) => {
      if (description === '' && (id === '' || id === title)) return title;
      return { id: id || title, title, ...(description === '' ? {} : { description }) };
    }),
  );
}

function parse(json: string): unknown {
  try {
    return json === '' ? [] : JSON.parse(json);
  } catch {
    return undefined;
  }
}

const MEMBERS = ['id', 'title', 'description'];

function toItem(value: unknown): Item | undefined {
  if (typeof value === 'string') return { title: value, description: '', id: '' };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const isSimple = Object.entries(value).every(
    ([name, member]) => MEMBERS.includes(name) && typeof member === 'string',
  );
  const { id = '', title = '', description = '' } = value as Partial<Item>;
  return isSimple && title !== '' ? { title, description, id: id === title ? '' : id } : undefined;
}
