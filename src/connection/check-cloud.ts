import { allNumbers } from '../numbers/all-numbers';
import type { NumberInfo, NumberOperations } from '../platform/number';
import type { WabaOperations } from '../platform/waba';
import { attempt } from './attempt';
import { discovered, type Finding } from './finding';
import { checkIdentityCheck } from './identity-check';
import { toNumberDetails } from './number-details';
import { checkSubscription } from './subscription';
import { isFatal } from './to-finding';

/** An account of the Cloud API, as far as it is filled in. */
export interface CloudTarget {
  phoneNumberId: string;
  /** Absent where no number is chosen. */
  number?: Pick<NumberOperations, 'numberInfo' | 'readIdentityCheck'>;
  /** Absent where the WhatsApp Business Account is not named. */
  waba?: WabaOperations;
}

/**
 * Tries an account without changing anything: the number, whether it is one of the WhatsApp Business Account, who gets the
 * webhooks, and whether the identity change check is on. Ends at what makes all the rest fail.
 */
export async function checkCloud({ phoneNumberId, number, waba }: CloudTarget): Promise<Finding[]> {
  const ofNumber = number === undefined ? numberNotChosen() : await findNumber(number);
  if (isFatal(ofNumber)) return [ofNumber];
  if (waba === undefined) {
    const rest = [discovered('wabaId', 'hint', 'waba_not_chosen')];
    return [ofNumber, ...rest, ...(await identityCheckOf(number, ofNumber))];
  }
  const numbers = await attempt('wabaId', () => allNumbers(waba, ['id', 'display_phone_number', 'verified_name']));
  if ('fault' in numbers) {
    const { fault } = numbers;
    if (isFatal(fault)) return [fault];
    // Said once: the permission is that of the token, not of what was asked for.
    const both = fault.part === 'permission' && ofNumber.part === 'permission' ? [fault] : [ofNumber, fault];
    return [...both, ...(await identityCheckOf(number, ofNumber))];
  }
  return [
    ...compare(ofNumber, numbers.answer, phoneNumberId),
    await checkSubscription(waba),
    ...(await identityCheckOf(number, ofNumber)),
  ];
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
