import type { Call, Reply } from '../http/call';
import { SimulatorError } from '../simulator-error';
import { type BusinessNumber, QUALITY_RATINGS } from '../world/business-number';
import type { World } from '../world/world';
import { Fields, wrong } from './fields';
import { connectionView, numberView } from './views';

/** A number without its secrets. */
export const viewOf = (number: BusinessNumber, { subscriptions }: World) =>
  numberView(number, subscriptions.has(number.wabaId));

export function addNumber(call: Call, world: World): Reply {
  const fields = new Fields(call);
  const number = world.addNumber({
    api: fields.word('api', ['cloud', 'on-premises']),
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
    qualityRating: fields.word('qualityRating', QUALITY_RATINGS),
    nameStatus: fields.text('nameStatus'),
    verified: fields.flag('verified'),
    registered: fields.flag('registered'),
    pin: fields.text('pin'),
    username: fields.text('username'),
    password: fields.text('password'),
    apiKey: fields.text('apiKey'),
  });
  return { status: 201, body: connectionView(number, world.subscriptions.has(number.wabaId)) };
}

export function changeNumber(phoneNumberId: string, call: Call, world: World): Reply {
  const number = world.number(phoneNumberId);
  const fields = new Fields(call);
  const changes = {
    identityCheck: fields.flag('identityCheck'),
    verifiedName: fields.text('verifiedName'),
    throughputLevel: fields.text('throughputLevel'),
    qualityRating: fields.word('qualityRating', QUALITY_RATINGS),
    nameStatus: fields.text('nameStatus'),
  };
  const unknown = fields.names.find((name) => !Object.hasOwn(changes, name));
  if (unknown !== undefined) throw wrong(unknown, 'cannot be changed');
  Object.assign(number, Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)));
  return { status: 200, body: viewOf(number, world) };
}

export async function removeNumber(phoneNumberId: string, world: World): Promise<Reply> {
  world.number(phoneNumberId);
  await world.removeNumber(phoneNumberId);
  return { status: 200, body: { removed: phoneNumberId } };
}

export function showCodes(phoneNumberId: string, world: World): Reply {
  return { status: 200, body: { codes: world.number(phoneNumberId).verification.codes } };
}

export function expireVerification(phoneNumberId: string, world: World): Reply {
  const number = world.number(phoneNumberId);
  number.verification.expire();
  return { status: 200, body: viewOf(number, world) };
}

export function endLogins(phoneNumberId: string, world: World): Reply {
  const number = world.number(phoneNumberId);
  if (!number.onPremises) throw new SimulatorError('no_logins', 'The number is not on the On-Premises API.', 409);
  number.onPremises.sessions.logoutAll();
  return { status: 200, body: viewOf(number, world) };
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
