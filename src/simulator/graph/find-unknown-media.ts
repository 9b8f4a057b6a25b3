/** Members that name media, wherever in a message they are. */
const MEDIA = ['image', 'video', 'audio', 'document', 'sticker'];

/**
 * Where in a message an ID stands that is none of a file, as the platform writes it: `image['id']`,
 * `template['components'][0]['parameters'][0]['image']['id']`.
 *
 * @returns undefined when all are known
 */
export function findUnknownMedia(content: unknown, isKnown: (id: unknown) => boolean): string | undefined {
  const path = pathTo(content, (name, value) => MEDIA.includes(name) && hasUnknownId(value, isKnown));
  if (path === undefined) return undefined;
  const [first, ...rest] = [...path, 'id'];
  return `${first}${rest.map((step) => (typeof step === 'number' ? `[${step}]` : `['${step}']`)).join('')}`;
}

type Step = string | number;

function hasUnknownId(value: unknown, isKnown: (id: unknown) => boolean): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { id } = value as { id?: unknown };
  return id !== undefined && !isKnown(id);
}

function pathTo(value: unknown, isWanted: (name: string, value: unknown) => boolean): Step[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const isList = Array.isArray(value);
  for (const [name, member] of Object.entries(value)) {
    const rest = !isList && isWanted(name, member) ? [] : pathTo(member, isWanted);
    if (rest !== undefined) return [isList ? Number(name) : name, ...rest];
  }
  return undefined;
}
