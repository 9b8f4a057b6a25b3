import type { Account } from '../../src/account';
import { InputError } from '../../src/platform/errors';
import { headersOf } from '../../src/webhook/answer';
import { type ExternalMessage, toExternalRequest } from './external-request';
import type { Residence } from './webhook-address';

/** What `http response` answers with. */
export interface ExternalAnswer {
  payload: string;
  statusCode: number;
  headers: Record<string, string>;
}

/**
 * Takes a webhook that a flow brings, the same way as one that came over HTTP.
 *
 * @param answer told first, whatever comes then: somebody may wait for it
 * @throws InputError `no_raw_body`
 */
export async function takeExternal(
  msg: ExternalMessage,
  account: Account,
  residence: Residence,
  answer: (answer: ExternalAnswer) => void,
): Promise<void> {
  const hasSecretPart = account.settings.protection?.pathSecret !== undefined;
  const answered = await residence.answer(toExternalRequest(msg, hasSecretPart));
  const { status, body, reason } = answered;
  answer({ payload: body, statusCode: status, headers: headersOf(answered) });
  // Who built the flow has to change something, whatever else comes in.
  if (reason === 'no_raw_body') throw noRawBody(msg.payload);
}

function noRawBody(payload: unknown): InputError {
  const found = payload === undefined || payload === null ? 'is empty' : 'was parsed already';
  return new InputError(
    'no_raw_body',
    `The raw body of the webhook is missing, from which its signature is made: msg.payload ${found}.`,
    'Hand in the body as a Buffer or a string. In http in, tick “Do not parse request body”, and leave out any json node in between.',
  );
}
