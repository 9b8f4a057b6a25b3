import type { TemplateOperations, TemplatePage } from '../templates';
import type { Graph } from './graph';
import { readWabaPage } from './waba-page';

const FIELDS = ['id', 'name', 'language', 'status', 'category', 'parameter_format', 'components'];

/**
 * One page of the message templates of a WhatsApp Business Account.
 *
 * @throws InputError `waba_id_missing`
 */
export async function listTemplates(
  graph: Graph,
  wabaId: string,
  page: Parameters<TemplateOperations['listTemplates']>[0] = {},
): Promise<TemplatePage> {
  const { items, next } = await readWabaPage(graph, { wabaId, edge: 'message_templates' }, { fields: FIELDS, ...page });
  return { templates: items, ...(next === undefined ? {} : { next }) };
}
