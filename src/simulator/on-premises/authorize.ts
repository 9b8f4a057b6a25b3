import { isSameSecret } from '../../webhook/same-secret';
import { bearerOf, type Call } from '../http/call';
import type { BusinessNumber } from '../world/business-number';
import type { OnPremisesClient } from '../world/on-premises/on-premises-client';
import { InvalidApiKey, OnPremisesError } from './on-premises-error';

/** A number of the On-Premises API, with its client. */
export interface SelfHosted {
  number: BusinessNumber;
  client: OnPremisesClient;
}

/**
 * The number that a call acts for: the one whose token, or whose provider's API key, it carries.
 *
 * @throws OnPremisesError 1005
 * @throws InvalidApiKey
 */
export function authorize(call: Call, numbers: readonly BusinessNumber[]): SelfHosted {
  const hosted = selfHosted(numbers);
  const apiKey = call.headers['d360-api-key'];
  if (typeof apiKey === 'string') {
    const found = hosted.find(({ client }) => isApiKey(client, apiKey));
    if (!found) throw new InvalidApiKey('Invalid api_key');
    return found;
  }
  const token = bearerOf(call);
  if (token === undefined) throw new OnPremisesError(1005, 'No credentials were given.');
  const found = hosted.find(({ client }) => client.sessions.isValid(token) || isApiKey(client, token));
  if (!found) throw new OnPremisesError(1005, 'The token is not valid, or has expired.');
  return found;
}

export const selfHosted = (numbers: readonly BusinessNumber[]): SelfHosted[] =>
  numbers.flatMap((number) => (number.onPremises ? { number, client: number.onPremises } : []));

const isApiKey = ({ apiKey }: OnPremisesClient, given: string): boolean =>
  apiKey !== undefined && isSameSecret(given, apiKey);
