/** A line of the dialog: a button, a row of a list, or the title of the section that the rows below it are in. */
export interface Item {
  isSection: boolean;
  title: string;
  /** Of rows only. */
  description: string;
  /** What comes back when it is chosen; the title where it is empty. */
  id: string;
}

/**
 * The items that a JSON list describes; undefined where it has more than lines can show: numbers, members in the
 * platform's own form.
 *
 * @param hasSections whether the list may have sections
 */
export function toItems(json: string, hasSections: boolean): Item[] | undefined {
  const list = parse(json);
  if (!Array.isArray(list)) return undefined;
  const isDivided = hasSections && list.some((entry) => sectionOf(entry) !== undefined);
  const items: (Item | undefined)[] = isDivided ? list.flatMap(toSection) : list.map(toItem);
  return items.every((item) => item !== undefined) ? items : undefined;
}

/** The list as the form takes it. Empty lines are left out. */
export function fromItems(items: readonly Item[]): string {
  const filled = items.filter(({ title, description, id }) => title !== '' || description !== '' || id !== '');
  if (filled.every(({ isSection }) => !isSection)) return JSON.stringify(filled.map(fromItem));
  const sections: { title?: string; rows: unknown[] }[] = [];
  for (const item of filled) {
    if (item.isSection) sections.push({ title: item.title, rows: [] });
    // Rows above the first title are a section without one.
    else if (sections.length === 0) sections.push({ rows: [fromItem(item)] });
    else sections.at(-1)?.rows.push(fromItem(item));
  }
  return JSON.stringify(sections);
}

function fromItem({ title, description, id }: Item): unknown {
  if (description === '' && (id === '' || id === title)) return title;
  return { id: id || title, title, ...(description === '' ? {} : { description }) };
}

function parse(json: string): unknown {
  try {
    return json === '' ? [] : JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** A section in the form's own words: a title, and rows. */
function sectionOf(value: unknown): { title: string; rows: unknown[] } | undefined {
  const { title = '', rows, ...others } = Object(value) as { title?: unknown; rows?: unknown };
  const isSection = typeof title === 'string' && Array.isArray(rows) && Object.keys(others).length === 0;
  return isSection ? { title, rows } : undefined;
}

function toSection(value: unknown, index: number): (Item | undefined)[] {
  const section = sectionOf(value);
  // Only the first can do without a title: another line would be taken for one more row of the section above.
  if (section === undefined || (section.title === '' && index > 0)) return [undefined];
  const heading = { isSection: true, title: section.title, description: '', id: '' };
  return [...(section.title === '' ? [] : [heading]), ...section.rows.map(toItem)];
}

const MEMBERS = ['id', 'title', 'description'];

function toItem(value: unknown): Item | undefined {
  if (typeof value === 'string') return { isSection: false, title: value, description: '', id: '' };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const isSimple = Object.entries(value).every(
    ([name, member]) => MEMBERS.includes(name) && typeof member === 'string',
  );
  const { id = '', title = '', description = '' } = value as Partial<Item>;
  return isSimple && title !== '' ? { isSection: false, title, description, id: id === title ? '' : id } : undefined;
}
