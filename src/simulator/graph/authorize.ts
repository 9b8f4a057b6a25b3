import { createHmac } from 'node:crypto';
import { isSameSecret } from '../../webhook/same-secret';
import { bearerOf, type Call } from '../http/call';
import type { BusinessNumber } from '../world/business-number';
import { GraphError, invalid, unknownObject } from './graph-error';

/**
 * The number that a call may act for: a token opens every number of its WhatsApp Business Account. It comes in the header,
 * or as `access_token` in the query string; an `appsecret_proof` is checked where there is one (facts, section 11).
 *
 * @throws GraphError 200 without a token, 190 with a wrong one, 100 for numbers that are not the token's
 */
export function authorizeNumber(call: Call, numbers: readonly BusinessNumber[], id: string): BusinessNumber {
  const accounts = authenticate(call, numbers);
  const number = numbers.find(({ phoneNumberId, wabaId }) => phoneNumberId === id && accounts.has(wabaId));
  if (!number) throw unknownObject(call.method, id);
  return number;
}

/** The WhatsApp Business Account that a call may act for. @throws GraphError as for numbers */
export function authorizeWaba(call: Call, numbers: readonly BusinessNumber[], id: string): string {
  if (!authenticate(call, numbers).has(id)) throw unknownObject(call.method, id);
  return id;
}

/** IDs of the WhatsApp Business Accounts that a token opens. @throws GraphError 200, 190, 100 as for numbers */
export function authenticate(call: Call, numbers: readonly BusinessNumber[]): Set<string> {
  const token = bearerOf(call) ?? call.query.get('access_token');
  if (token === null) throw new GraphError(200);
  const own = numbers.filter((number) => isSameSecret(token, number.accessToken));
  if (own.length === 0) throw new GraphError(190);
  const proof = call.query.get('appsecret_proof');
  const isProof = ({ appSecret }: BusinessNumber): boolean =>
    proof === null || isSameSecret(proof, createHmac('sha256', appSecret).update(token).digest('hex'));
  if (!own.some(isProof)) throw invalid('Invalid appsecret_proof provided in the API argument');
  return new Set(own.map(({ wabaId }) => wabaId));
}
