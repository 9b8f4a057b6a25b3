import type { Call, Reply } from '../http/call';
import type { MessageTemplate } from '../world/templates';
import type { World } from '../world/world';
import { invalid } from './graph-error';
import { page } from './page';

const FIELDS = [
  'id',
  'name',
  'language',
  'status',
  'category',
  'parameter_format',
  'rejected_reason',
  'components',
] as const satisfies (keyof MessageTemplate)[];

const DEFAULT_FIELDS: readonly string[] = FIELDS.filter((field) => field !== 'rejected_reason');

const FILTERS = ['name', 'language', 'status', 'category'] as const;

/** `GET /{WABA ID}/message_templates?fields=…&status=…`: the templates in all their languages, in pages. */
export function getTemplates(call: Call, wabaId: string, { templates }: World): Reply {
  const matching = templates.of(wabaId).filter((template) =>
    FILTERS.every((filter) => {
      const wanted = call.query.get(filter);
      return wanted === null || template[filter].toUpperCase() === wanted.toUpperCase();
    }),
  );
  const fields = readFields(call.query.get('fields'));
  const { items, paging } = page(call, matching, ({ id }) => id);
  const data = items.map((template) =>
    Object.fromEntries(Object.entries(template).filter(([name]) => fields.has(name))),
  );
  return { status: 200, body: { data, ...(paging && { paging }) } };
}

/** The ID comes always, as everywhere in Graph. */
function readFields(text: string | null): Set<string> {
  const names = text === null || text === '' ? DEFAULT_FIELDS : text.split(',');
  const unknown = names.find((name) => !FIELDS.some((field) => field === name));
  if (unknown !== undefined) throw invalid(`Tried accessing nonexisting field (${unknown})`);
  return new Set(['id', ...names]);
}
