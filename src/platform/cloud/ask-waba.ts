import { InputError, PlatformError } from '../errors';
import type { GraphRequest } from './graph';

/**
 * Asks for something of a WhatsApp Business Account.
 *
 * @param ask what is asked with: `request` or `command` of a Graph
 * @param method with what follows the account's ID in the path
 * @throws InputError `waba_id_missing`, PlatformError `waba_unknown`, and as `ask`
 */
export async function askWaba<T>(
  ask: (request: GraphRequest) => Promise<T>,
  wabaId: string,
  [method, rest]: ['GET' | 'POST', string],
): Promise<T> {
  if (wabaId === '') throw wabaIdMissing();
  try {
    return await ask({ method, path: `${wabaId}/${rest}`, repeatable: true });
  } catch (error) {
    // Graph says the same of every object that it does not know, or that the token must not see.
    throw error instanceof PlatformError && error.code === 'phone_number_unknown' ? wabaUnknown(error) : error;
  }
}

const wabaIdMissing = (): InputError =>
  new InputError(
    'waba_id_missing',
    'The account has no ID of a WhatsApp Business Account.',
    'Enter the WhatsApp Business Account ID in the account.',
  );

const wabaUnknown = ({ cause }: PlatformError): PlatformError =>
  new PlatformError(
    'waba_unknown',
    `The WhatsApp Business Account ID is unknown to the platform, or hidden from this access token (error ${cause.platformCode}).`,
    {
      ...cause,
      advice:
        'Check the WABA ID in the account, and that the system user of the token was given this WhatsApp Business Account.',
    },
  );
