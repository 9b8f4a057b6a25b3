import type { Reply } from '../http/call';
import type { BusinessNumber } from '../world/business-number';
import type { CodeMethod } from '../world/verification';
import type { World } from '../world/world';
import { GraphError, invalid } from './graph-error';
import type { Parameters } from './parse-parameters';

const SUCCESS: Reply = { status: 200, body: { success: true } };
const METHODS: readonly CodeMethod[] = ['SMS', 'VOICE'];

/** The errors of facts, section 4, in the order of the outcomes that bring them about. */
const ERRORS = {
  already_verified: () => unprocessable('The phone number is verified already.'),
  too_many_requests: () => new GraphError(136024),
  wrong: () => new GraphError(136025),
  expired: () => unprocessable('The verification code has expired.'),
  too_many_guesses: () =>
    new GraphError(4, { httpStatus: 429, message: '(#4) Too many attempts: request another code.' }),
};

/** `POST /{phone number ID}/request_code`: S1, "Verify Phone Numbers". */
export function postRequestCode(parameters: Parameters, number: BusinessNumber, world: World): Reply {
  requireAdvancedAccess(world);
  if (number.onPremises) throw new GraphError(2388091);
  const { code_method: method, language } = parameters;
  const codeMethod = METHODS.find((known) => known === method);
  if (codeMethod === undefined) throw invalid('Invalid parameter: code_method must be SMS or VOICE');
  // Two characters (S1), or a locale (the API reference).
  if (typeof language !== 'string' || !/^[a-z]{2}(?:_[A-Z]{2})?$/.test(language)) {
    throw invalid('Invalid parameter: language must be a language code such as en or en_US');
  }
  const outcome = number.verification.request(codeMethod, language);
  if (outcome !== 'sent') throw ERRORS[outcome]();
  return SUCCESS;
}

/** `POST /{phone number ID}/verify_code`: S1, "Verify Phone Numbers". */
export function postVerifyCode(parameters: Parameters, number: BusinessNumber, world: World): Reply {
  requireAdvancedAccess(world);
  if (number.onPremises) throw new GraphError(2388093);
  const { code } = parameters;
  if (typeof code !== 'string' || !/^\d{4,8}$/.test(code)) throw invalid('Invalid verification code format');
  const outcome = number.verification.check(code);
  if (outcome !== 'verified') throw ERRORS[outcome]();
  return SUCCESS;
}

function requireAdvancedAccess({ rules }: World): void {
  if (rules.advancedAccess) return;
  throw new GraphError(200, {
    httpStatus: 403,
    message: '(#200) You do not have permission to access this phone number.',
    subcode: 1349174,
  });
}

const unprocessable = (what: string): GraphError => new GraphError(100, { httpStatus: 422, message: `(#100) ${what}` });
