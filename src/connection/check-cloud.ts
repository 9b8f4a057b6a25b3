import { allNumbers } from '../numbers/all-numbers';
import type { NumberInfo, NumberOperations } from '../platform/number';
import type { TokenOperations } from '../platform/token';
import type { WabaOperations } from '../platform/waba';
import { attempt } from './attempt';
import { toTokenFindings } from './check-token';
import { discovered, type Finding } from './finding';
import { checkIdentityCheck } from './identity-check';
import { toNumberDetails } from './number-details';
import { checkSubscription } from './subscription';
import { isFatal } from './to-finding';

/** An account of the Cloud API, as far as it is filled in. */
export interface CloudTarget {
  phoneNumberId: string;
  token: TokenOperations;
  /** Absent where no number is chosen. */
  number?: Pick<NumberOperations, 'numberInfo' | 'readIdentityCheck'>;
  /** Absent where the WhatsApp Business Account is not named. */
  waba?: WabaOperations;
}

/**
 * Tries an account without changing anything: what the token is good for, the number, whether it is one of the WhatsApp
 * Business Account, who gets the webhooks, and whether the identity change check is on. Ends at what makes all the rest fail.
 */
export async function checkCloud(target: CloudTarget): Promise<Finding[]> {
  const { number, waba } = target;
  const ofNumber = number === undefined ? numberNotChosen() : await findNumber(number);
  if (isFatal(ofNumber)) return [ofNumber];
  const inspected = await attempt('accessToken', () => target.token.inspectToken());
  // Not every token may be asked about: one that has shown that it works is not to be doubted.
  if ('fault' in inspected && number === undefined && isFatal(inspected.fault)) return [inspected.fault];
  const token = 'answer' in inspected ? (inspected.answer ?? {}) : {};
  const ofWaba =
    waba === undefined
      ? [ofNumber, discovered('wabaId', 'hint', 'waba_not_chosen')]
      : await findWaba(ofNumber, target.phoneNumberId, waba, token.appId);
  const fatal = ofWaba.find(isFatal);
  if (fatal !== undefined) return [fatal];
  return [...sayOnce([...toTokenFindings(token), ...ofWaba]), ...(await identityCheckOf(number, ofNumber))];
}

/** A permission that is missing is the token's, and the same for all that was asked for. */
function sayOnce(findings: readonly Finding[]): Finding[] {
  const first = findings.find(({ part }) => part === 'permission');
  return findings.filter((finding) => finding.part !== 'permission' || finding === first);
}

async function findWaba(
  ofNumber: Finding,
  phoneNumberId: string,
  waba: WabaOperations,
  appId: string | undefined,
): Promise<Finding[]> {
  const numbers = await attempt('wabaId', () => allNumbers(waba, ['id', 'display_phone_number', 'verified_name']));
  if ('fault' in numbers) return [ofNumber, numbers.fault];
  return [...compare(ofNumber, numbers.answer, phoneNumberId), await checkSubscription(waba, appId)];
}

async function findNumber({ numberInfo }: Pick<NumberOperations, 'numberInfo'>): Promise<Finding> {
  const info = await attempt('phoneNumberId', () => numberInfo());
  if ('fault' in info) return info.fault;
  return discovered('phoneNumberId', 'good', 'number_found', toNumberDetails(info.answer));
}

/** A number that the token sees may be one of another account; one that it does not see is none of this account either. */
function compare(ofNumber: Finding, numbers: readonly NumberInfo[], phoneNumberId: string): Finding[] {
  const details = { numbers: numbers.map(toLine).join('\n') };
  const isListed = numbers.some(({ id }) => id === phoneNumberId);
  if (ofNumber.code === 'phone_number_unknown' || (ofNumber.level === 'good' && !isListed)) {
    const stranger = discovered('phoneNumberId', 'fault', 'number_of_another_waba', details);
    return ofNumber.level === 'good' ? [ofNumber, stranger] : [stranger];
  }
  if (isListed) return [ofNumber, discovered('wabaId', 'good', 'waba_matches')];
  return [ofNumber, discovered('wabaId', 'good', 'waba_found', details)];
}

const toLine = ({ display_phone_number: phone, verified_name: name, id }: NumberInfo): string =>
  [phone, name, id].filter((part) => typeof part === 'string' && part !== '').join(' · ');

async function identityCheckOf(number: CloudTarget['number'], ofNumber: Finding): Promise<Finding[]> {
  if (number === undefined || ofNumber.level !== 'good') return [];
  return [await checkIdentityCheck(number)];
}

const numberNotChosen = (): Finding => discovered('phoneNumberId', 'fault', 'number_not_chosen');
