import type { Reply } from '../http/call';
import type { BusinessNumber } from '../world/business-number';
import type { World } from '../world/world';
import { invalid } from './graph-error';
import { isObject, type Parameters } from './parse-parameters';

/** Names that are parameters of every Graph call, never settings. */
const COMMON = ['access_token', 'appsecret_proof', 'messaging_product'];

/** `POST /{phone number ID}/settings`: facts, section 3. One feature at a time. */
export function postSettings(parameters: Parameters, number: BusinessNumber, world: World): Reply {
  const features = Object.keys(parameters).filter((name) => !COMMON.includes(name));
  const [feature] = features;
  if (feature === undefined) throw invalid('At least one feature setting is required.');
  if (features.length > 1) throw invalid('Only one feature setting can be specified per request');
  const setting = parameters[feature];
  if (feature !== 'user_identity_change' && !Object.hasOwn(number.settings, feature)) {
    throw invalid(`Unexpected key "${feature}" on param "settings"`);
  }
  if (!isObject(setting)) throw invalid(`Param ${feature} must be an object.`);
  if (feature === 'user_identity_change') number.identityCheck = readSwitch(setting, world.rules.identityCheckMember);
  else number.settings[feature] = { ...number.settings[feature], ...setting };
  return { status: 200, body: { success: true } };
}

/** `GET /{phone number ID}/settings`. The identity check cannot be read back: it is not among the documented fields. */
export function getSettings(number: BusinessNumber): Reply {
  return { status: 200, body: number.settings };
}

function readSwitch(setting: Record<string, unknown>, member: string): boolean {
  const unexpected = Object.keys(setting).find((key) => key !== member);
  if (unexpected !== undefined) throw invalid(`Unexpected key "${unexpected}" on param "user_identity_change"`);
  const value = setting[member];
  if (typeof value !== 'boolean') throw invalid(`Param user_identity_change['${member}'] must be a boolean.`);
  return value;
}
