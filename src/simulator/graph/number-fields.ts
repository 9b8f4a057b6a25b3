import type { Reply } from '../http/call';
import { toPublicUrl } from '../webhooks/target';
import type { BusinessNumber } from '../world/business-number';
import { invalid } from './graph-error';

const platformType = ({ onPremises, registration }: BusinessNumber): string => {
  if (onPremises) return 'ON_PREMISE';
  return registration.isRegistered ? 'CLOUD_API' : 'NOT_APPLICABLE';
};

/** What a phone number object has: facts, section 4. */
const FIELDS: Record<string, (number: BusinessNumber) => unknown> = {
  verified_name: (number) => number.verifiedName,
  code_verification_status: (number) => number.verification.status,
  display_phone_number: (number) => number.displayPhoneNumber,
  quality_rating: (number) => number.qualityRating,
  platform_type: platformType,
  throughput: (number) => ({ level: number.throughputLevel }),
  webhook_configuration: ({ webhookUrl }) =>
    webhookUrl === undefined ? undefined : { application: toPublicUrl(webhookUrl) },
  id: (number) => number.phoneNumberId,
  name_status: (number) => number.nameStatus,
};

/** The fields given when none are named. */
const DEFAULT = Object.keys(FIELDS).filter((name) => name !== 'name_status');

/** `GET /{phone number ID}?fields=…` */
export const getNumber = (number: BusinessNumber, fields: string | null): Reply => ({
  status: 200,
  body: toNumberObject(number, fields),
});

/**
 * A phone number as the Graph API shows it. The ID is always there.
 *
 * @param fields their names, separated by commas
 * @throws GraphError 100 for a field that does not exist
 */
export function toNumberObject(number: BusinessNumber, fields: string | null): Record<string, unknown> {
  const names = fields ? [...splitFields(fields), 'id'] : DEFAULT;
  const body: Record<string, unknown> = {};
  for (const name of names) {
    const read = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (!read) throw invalid(`Tried accessing nonexisting field (${name}) on node type (WhatsAppBusinessPhoneNumber)`);
    const value = read(number);
    if (value !== undefined) body[name] = value;
  }
  return body;
}

/** `a,b{c}`: what is asked for within a field is given anyway. */
function splitFields(fields: string): string[] {
  const names = fields.replace(/\{[^}]*\}/g, '').split(',');
  return names.map((name) => name.trim()).filter(Boolean);
}
