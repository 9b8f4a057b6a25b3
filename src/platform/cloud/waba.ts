import { isObject, isText, objectsOf } from '../http/json';
import { NUMBER_FIELDS, type NumberPage, type PageRequest } from '../number';
import type { SubscribedApp, WabaOperations } from '../waba';
import { askWaba } from './ask-waba';
import type { Graph } from './graph';
import { readWabaPage } from './waba-page';

/** @param wabaId empty where it is not known: then every operation rejects with InputError `waba_id_missing` */
export function createWaba(graph: Graph, wabaId: string): WabaOperations {
  return {
    listNumbers: (page) => listNumbers(graph, wabaId, page),
    subscribedApps: async () => toApps(await askWaba(graph.request, wabaId, ['GET', 'subscribed_apps'])),
    subscribeApp: () => askWaba(graph.command, wabaId, ['POST', 'subscribed_apps']),
  };
}

async function listNumbers(
  graph: Graph,
  wabaId: string,
  { fields = NUMBER_FIELDS, ...page }: PageRequest = {},
): Promise<NumberPage> {
  const { items, next } = await readWabaPage(graph, { wabaId, edge: 'phone_numbers' }, { fields, ...page });
  return { numbers: items, ...(next === undefined ? {} : { next }) };
}

/** `{ data: [{ whatsapp_business_api_data: { id, name, link } }] }` */
function toApps({ data }: Record<string, unknown>): SubscribedApp[] {
  return objectsOf(data).flatMap(({ whatsapp_business_api_data: app }) => {
    if (!isObject(app) || !isText(app.id)) return [];
    return [{ id: app.id, ...(isText(app.name) ? { name: app.name } : {}) }];
  });
}
