/** More pages than any account has: an end for a platform that gives the same page for ever. */
const MOST_PAGES = 200;

/**
 * The items of all pages, one page after the other.
 *
 * @param read gets one page: the first without a cursor, the others with what `next` of the page before said
 */
export async function allPages<Item>(
  read: (page: { after?: string }) => Promise<{ items: readonly Item[]; next?: string | undefined }>,
): Promise<Item[]> {
  const all: Item[] = [];
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { items, next } = await read(after === undefined ? {} : { after });
    all.push(...items);
    if (next === undefined || next === after) break;
    after = next;
  }
  return all;
}
