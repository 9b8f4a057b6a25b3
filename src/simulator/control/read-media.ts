import type { MessageContent } from '../world/sent-message';
import type { World } from '../world/world';
import { wrong } from './fields';

const KINDS = ['image', 'audio', 'video', 'document', 'sticker', 'voice'];

/**
 * A message with a file, of `{ type, mimeType, data, caption?, filename?, voice? }`, whose data is base64: the file is put where
 * the business can fetch it, and the message names it as the platform does.
 *
 * @param to phone number ID; may be left out where there is only one number
 * @throws SimulatorError `invalid_field`, `number_not_found`, `number_missing`
 */
export function readMedia(value: unknown, world: World, to: string | undefined): MessageContent {
  if (typeof value !== 'object' || value === null) throw wrong('media', 'must be an object');
  const { type, mimeType, data, caption, filename, voice } = value as Record<string, unknown>;
  if (typeof type !== 'string' || !KINDS.includes(type))
    throw wrong('media', `must have a 'type' of ${KINDS.join(', ')}`);
  if (typeof mimeType !== 'string' || mimeType === '') throw wrong('media', "must have a 'mimeType'");
  if (typeof data !== 'string' || data === '') throw wrong('media', "must have 'data' in base64");
  const content = Buffer.from(data, 'base64');
  const number = world.number(to);
  const file = world.media.add(number.wabaId, 'customer', content, mimeType);
  // Since October 2025 (facts, section 8), so not on the On-Premises API.
  const url = number.onPremises ? undefined : world.mediaUrl(file);
  return {
    type,
    [type]: {
      ...(typeof caption === 'string' ? { caption } : {}),
      ...(typeof filename === 'string' ? { filename } : {}),
      mime_type: mimeType,
      // Webhooks show it in base64, the answer about the media ID in hex.
      sha256: Buffer.from(file.sha256, 'hex').toString('base64'),
      id: file.id,
      ...(url !== undefined && { url }),
      ...(typeof voice === 'boolean' ? { voice } : {}),
    },
  };
}
