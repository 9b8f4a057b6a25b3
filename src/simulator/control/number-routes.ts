import type { Call, Reply } from '../http/call';
import type { World } from '../world/world';
import { Fields, wrong } from './fields';
import { connectionView } from './views';

const QUALITIES = ['GREEN', 'YELLOW', 'RED', 'NA', 'UNKNOWN'] as const;

export function addNumber(call: Call, world: World): Reply {
  const fields = new Fields(call);
  const quality = fields.text('qualityRating');
  const qualityRating = QUALITIES.find((known) => known === quality);
  if (quality !== qualityRating) throw wrong('qualityRating', `must be one of ${QUALITIES.join(', ')}`);
  const number = world.addNumber({
    phoneNumberId: fields.text('phoneNumberId'),
    displayPhoneNumber: fields.text('displayPhoneNumber'),
    wabaId: fields.text('wabaId'),
    accessToken: fields.text('accessToken'),
    appSecret: fields.text('appSecret'),
    verifyToken: fields.text('verifyToken'),
    webhookUrl: fields.text('webhookUrl'),
    identityCheck: fields.flag('identityCheck'),
    verifiedName: fields.text('verifiedName'),
    throughputLevel: fields.text('throughputLevel'),
    qualityRating,
  });
  return { status: 201, body: connectionView(number) };
}

export async function removeNumber(phoneNumberId: string, world: World): Promise<Reply> {
  world.number(phoneNumberId);
  await world.removeNumber(phoneNumberId);
  return { status: 200, body: { removed: phoneNumberId } };
}

export async function setWebhook(phoneNumberId: string, call: Call, world: World): Promise<Reply> {
  const fields = new Fields(call);
  const url = fields.unknown('url') === null ? null : fields.requiredText('url');
  return { status: 200, body: await world.setWebhook(phoneNumberId, url, { handshake: fields.flag('handshake') }) };
}

export function fireWebhook(call: Call, world: World): Reply {
  const fields = new Fields(call);
  const body = fields.unknown('body');
  if (body === undefined) throw wrong('body', 'is required: the webhook, or a string that is sent as it is');
  world.fireWebhook(fields.text('phoneNumberId'), body);
  return { status: 202, body: { accepted: true } };
}
