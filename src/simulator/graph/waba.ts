import type { Call, Reply } from '../http/call';
import type { World } from '../world/world';
import { invalid } from './graph-error';
import { toNumberObject } from './number-fields';
import { page } from './page';
import type { Parameters } from './parse-parameters';

/** `GET /{WABA ID}/phone_numbers?fields=…`: "Get All Phone Numbers", in pages. */
export function getPhoneNumbers(call: Call, wabaId: string, world: World): Reply {
  const numbers = world.numbers.filter((number) => number.wabaId === wabaId);
  const { items, paging } = page(call, numbers, ({ phoneNumberId }) => phoneNumberId);
  const data = items.map((number) => toNumberObject(number, call.query.get('fields')));
  return { status: 200, body: { data, ...(paging && { paging }) } };
}

/** `GET /{WABA ID}/subscribed_apps` */
export function getSubscribedApps(wabaId: string, { subscriptions, appId }: World): Reply {
  const app = { whatsapp_business_api_data: { id: appId, name: 'Simulated app', link: 'https://example.com/' } };
  return { status: 200, body: { data: subscriptions.has(wabaId) ? [app] : [] } };
}

/**
 * `POST /{WABA ID}/subscribed_apps`
 *
 * @throws GraphError 100 for a callback URL of the WABA's own, which the simulator does not have
 */
export function postSubscribedApps(parameters: Parameters, wabaId: string, { subscriptions }: World): Reply {
  if (parameters.override_callback_uri !== undefined) throw invalid('The simulator has no override_callback_uri.');
  subscriptions.add(wabaId);
  return { status: 200, body: { success: true } };
}

/** `DELETE /{WABA ID}/subscribed_apps` */
export function deleteSubscribedApps(wabaId: string, { subscriptions }: World): Reply {
  subscriptions.remove(wabaId);
  return { status: 200, body: { success: true } };
}
