import type { Call, Reply } from '../http/call';
import { SimulatorError } from '../simulator-error';
import type { World } from '../world/world';
import type { SelfHosted } from './authorize';
import { wrong } from './on-premises-error';
import { emptyAnswer, isObject, readObject } from './parameters';

/** `GET /v1/settings/application` */
export function getSettings({ number, client }: SelfHosted): Reply {
  const { webhooks, ...values } = client.settings.values;
  const application = { ...values, webhooks: { ...(isObject(webhooks) && webhooks), url: number.webhookUrl ?? '' } };
  return { status: 200, body: { settings: { application } } };
}

/**
 * `PATCH /v1/settings/application`: what is not named stays as it is.
 *
 * @throws OnPremisesError 1009; then nothing has changed
 */
export async function patchSettings(call: Call, { number, client }: SelfHosted, world: World): Promise<Reply> {
  const { webhooks, ...changes } = readObject(call);
  if (webhooks !== undefined && !isObject(webhooks)) throw wrong('webhooks', 'must be an object');
  const { url, ...webhookChanges } = webhooks ?? {};
  if (url !== undefined && typeof url !== 'string') throw wrong('webhooks.url', 'must be a string');
  const settings = { ...changes, ...(webhooks && { webhooks: webhookChanges }) };
  const refused = client.settings.refusedIn(settings);
  if (refused !== undefined) throw wrong(refused, 'does not exist, or cannot have this value');
  if (url !== undefined) await setWebhook(number.phoneNumberId, url || null, world);
  client.settings.change(settings);
  return emptyAnswer(world);
}

/** `DELETE /v1/settings/application`: everything as it was in the beginning, without a webhook. */
export async function deleteSettings({ number, client }: SelfHosted, world: World): Promise<Reply> {
  client.settings.reset();
  await setWebhook(number.phoneNumberId, null, world);
  return emptyAnswer(world);
}

async function setWebhook(phoneNumberId: string, url: string | null, world: World): Promise<void> {
  try {
    await world.setWebhook(phoneNumberId, url);
  } catch (error) {
    if (!(error instanceof SimulatorError)) throw error;
    throw wrong('webhooks.url', `was refused: ${error.message}`);
  }
}
