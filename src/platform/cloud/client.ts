import { toNoAnswerError } from '../http/no-answer';
import { lacking } from '../lacking';
import type { OutgoingMessage, Platform, SendOptions, SendReceipt } from '../platform';
import { toReceipt } from '../receipt';
import { createGraph, type Graph } from './graph';
import { readIdentityCheck, setIdentityCheck } from './identity-check';
import { deleteMedia, downloadMedia, mediaInfo, uploadMedia } from './media';
import { numberInfo } from './number-info';
import { markAsRead } from './read-receipt';
import { deregister, register, requestCode, setTwoStepPin, verifyCode } from './registration';
import { type CloudOptions, type CloudSettings, toCloudSettings } from './settings';
import { listTemplates } from './templates';
import { inspectToken } from './token';
import { createWaba } from './waba';

/**
 * The Cloud API for one business phone number. Nothing is loaded or opened before the first request.
 *
 * @throws InputError when the options cannot work, see `toCloudSettings`
 */
export function createCloudPlatform(options: CloudOptions): Platform {
  const settings = toCloudSettings(options);
  const graph = createGraph(settings);
  const { phoneNumberId: id } = settings;
  return {
    ...lacking('cloud'),
    ...createWaba(graph, settings.wabaId),
    inspectToken: () => inspectToken(graph, settings),
    api: settings.api,
    usage: graph.usage,
    sendMessage: (message, sendOptions) => sendMessage(graph, settings, message, sendOptions),
    markAsRead: (receipt, readOptions) => markAsRead(graph, id, receipt, readOptions),
    setIdentityCheck: (enabled) => setIdentityCheck(graph, id, enabled),
    readIdentityCheck: () => readIdentityCheck(graph, id),
    requestCode: (request) => requestCode(graph, id, request),
    verifyCode: (code) => verifyCode(graph, id, code),
    register: (registration) => register(graph, id, registration),
    deregister: () => deregister(graph, id),
    setTwoStepPin: (pin) => setTwoStepPin(graph, id, pin),
    numberInfo: (fields) => numberInfo(graph, id, fields),
    listTemplates: (page) => listTemplates(graph, settings.wabaId, page),
    uploadMedia: (upload) => uploadMedia(graph, id, upload),
    mediaInfo: (mediaId) => mediaInfo(graph, settings, mediaId),
    downloadMedia: (mediaId, sink, maxBytes) => downloadMedia(graph, settings, { id: mediaId, sink, maxBytes }),
    deleteMedia: (mediaId) => deleteMedia(graph, mediaId),
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
    kind: 'messages',
    // The platform knows no idempotency key.
    repeatable: false,
    ...options,
  });
  const receipt = toReceipt(answer);
  if (receipt !== undefined) return receipt;
  const trouble = { what: 'strange', status: 200, form: 'no message ID' } as const;
  throw toNoAnswerError(trouble, { host: settings.host, sent: true, repeatable: false });
}
