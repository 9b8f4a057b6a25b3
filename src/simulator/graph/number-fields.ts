import type { Reply } from '../http/call';
import { toPublicUrl } from '../webhooks/target';
import type { BusinessNumber } from '../world/business-number';
import { invalid } from './graph-error';

/** What a phone number object has: facts, section 4. */
const FIELDS: Record<string, (number: BusinessNumber) => unknown> = {
  verified_name: (number) => number.verifiedName,
  code_verification_status: () => 'VERIFIED',
  display_phone_number: (number) => number.displayPhoneNumber,
  quality_rating: (number) => number.qualityRating,
  platform_type: () => 'CLOUD_API',
  throughput: (number) => ({ level: number.throughputLevel }),
  webhook_configuration: ({ webhookUrl }) =>
    webhookUrl === undefined ? undefined : { application: toPublicUrl(webhookUrl) },
  id: (number) => number.phoneNumberId,
  name_status: () => 'APPROVED',
};

/** The fields given when none are named. */
const DEFAULT = Object.keys(FIELDS).filter((name) => name !== 'name_status');

/**
 * `GET /{phone number ID}?fields=…`. The ID is always there.
 *
 * @throws GraphError 100 for a field that does not exist
 */
export function getNumber(number: BusinessNumber, fields: string | null): Reply {
  const names = fields ? [...splitFields(fields), 'id'] : DEFAULT;
  const body: Record<string, unknown> = {};
  for (const name of names) {
    const read = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (!read) throw invalid(`Tried accessing nonexisting field (${name}) on node type (WhatsAppBusinessPhoneNumber)`);
    const value = read(number);
    if (value !== undefined) body[name] = value;
  }
  return { status: 200, body };
}

/** `a,b{c}`: what is asked for within a field is given anyway. */
function splitFields(fields: string): string[] {
  const names = fields.replace(/\{[^}]*\}/g, '').split(',');
  return names.map((name) => name.trim()).filter(Boolean);
}
