import type { OutgoingMessage, Platform, SendOptions, SendReceipt } from '../platform';
import { createGraph, type Graph } from './graph';
import { toNoAnswerError } from './no-answer';
import { toReceipt } from './receipt';
import { type CloudOptions, type CloudSettings, toCloudSettings } from './settings';

/**
 * The Cloud API for one business phone number. Nothing is loaded or opened before the first request.
 *
 * @throws InputError when the options cannot work, see `toCloudSettings`
 */
export function createCloudPlatform(options: CloudOptions): Platform {
  const settings = toCloudSettings(options);
  const graph = createGraph(settings);
  return {
    api: settings.api,
    sendMessage: (message, options) => sendMessage(graph, settings, message, options),
    close: () => graph.close(),
  };
}

async function sendMessage(
  graph: Graph,
  settings: CloudSettings,
  message: OutgoingMessage,
  options: SendOptions = {},
): Promise<SendReceipt> {
  const answer = await graph.request({
    method: 'POST',
    path: `${settings.phoneNumberId}/messages`,
    body: { ...message, messaging_product: 'whatsapp' },
    // The platform knows no idempotency key.
    repeatable: false,
    ...options,
  });
  const receipt = toReceipt(answer);
  if (receipt !== undefined) return receipt;
  const trouble = { what: 'strange', status: 200, form: 'no message ID' } as const;
  throw toNoAnswerError(trouble, { host: settings.host, sent: true, repeatable: false });
}
