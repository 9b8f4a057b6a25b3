import type { Reply } from '../http/call';
import type { BusinessNumber } from '../world/business-number';
import type { RegistrationRefusal } from '../world/registration';
import type { World } from '../world/world';
import { GraphError, invalid } from './graph-error';
import type { Parameters } from './parse-parameters';

const SUCCESS: Reply = { status: 200, body: { success: true } };

/** Facts, section 4, "Registration codes". */
const CODES: Record<RegistrationRefusal | 'not_registered', number> = {
  too_many_attempts: 133016,
  recently_deregistered: 133015,
  not_verified: 133006,
  too_many_guesses: 133008,
  guessed_too_fast: 133009,
  wrong_pin: 133005,
  not_registered: 133010,
};

/** `POST /{phone number ID}/register`: connects the number to the Cloud API. */
export function postRegister(parameters: Parameters, number: BusinessNumber): Reply {
  refuseOnPremises(number);
  if (parameters.messaging_product !== 'whatsapp') throw invalid('The parameter messaging_product is required.');
  const pin = readPin(parameters);
  const { data_localization_region: region } = parameters;
  if (region !== undefined && (typeof region !== 'string' || !/^[A-Z]{2}$/.test(region))) {
    throw invalid('Param data_localization_region must be an ISO country code.');
  }
  const refusal = number.registration.register(pin, number.verification.status === 'VERIFIED');
  if (refusal !== undefined) throw toError(refusal, number);
  return SUCCESS;
}

/** `POST /{phone number ID}/deregister`. The number keeps its PIN. */
export function postDeregister(number: BusinessNumber): Reply {
  refuseOnPremises(number);
  const refusal = number.registration.deregister();
  if (refusal !== undefined) throw toError(refusal, number);
  return SUCCESS;
}

/** `POST /{phone number ID}` with a `pin`: sets the PIN of the two-step verification. */
export function postPin(parameters: Parameters, number: BusinessNumber, world: World): Reply {
  const pin = readPin(parameters);
  number.registration.setPin(pin);
  world.tell(number, 'security', { display_phone_number: number.displayPhoneNumber, event: 'PIN_CHANGED' });
  return SUCCESS;
}

function refuseOnPremises({ onPremises }: BusinessNumber): void {
  if (onPremises) throw invalid('The number is on the On-Premises API. The simulator migrates no numbers.');
}

function readPin({ pin }: Parameters): string {
  if (typeof pin !== 'string' || !/^\d{6}$/.test(pin)) throw invalid('Param pin must be a string of 6 digits.');
  return pin;
}

function toError(refusal: keyof typeof CODES, { registration }: BusinessNumber): GraphError {
  const seconds = Math.ceil(registration.waitMs / 1000);
  return new GraphError(CODES[refusal], seconds > 0 ? { details: `Try again in ${seconds} seconds.` } : {});
}
