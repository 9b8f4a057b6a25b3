import { createHmac } from 'node:crypto';
import { isSameSecret } from '../../webhook/same-secret';
import { bearerOf, type Call } from '../http/call';
import type { BusinessNumber } from '../world/business-number';
import { GraphError, invalid, unknownObject } from './graph-error';

/**
 * The number that a call may act for. A token comes in the header, or as `access_token` in the query string; an
 * `appsecret_proof` is checked where there is one (facts, section 11).
 *
 * @throws GraphError 200 without a token, 190 with a wrong one, 100 for numbers that are not the token's
 */
export function authorize(call: Call, numbers: readonly BusinessNumber[], id: string): BusinessNumber {
  const token = bearerOf(call) ?? call.query.get('access_token');
  if (token === null) throw new GraphError(200);
  const own = numbers.filter((number) => isSameSecret(token, number.accessToken));
  if (own.length === 0) throw new GraphError(190);
  const number = own.find(({ phoneNumberId }) => phoneNumberId === id);
  if (!number) throw unknownObject(call.method, id);
  const proof = call.query.get('appsecret_proof');
  if (proof !== null && !isSameSecret(proof, createHmac('sha256', number.appSecret).update(token).digest('hex'))) {
    throw invalid('Invalid appsecret_proof provided in the API argument');
  }
  return number;
}
