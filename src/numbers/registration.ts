import { InputError } from '../platform/errors';
import { guarded, type NumberAccount } from './guarded';
import { toPin } from './pin';

/**
 * Registers the verified number for sending (facts, section 4).
 *
 * @param wanted the PIN is the number's own, or becomes it; the region is the country where data is stored, empty for none
 * @throws InputError `pin_missing`, `pin_invalid`, `region_invalid`; see `guarded`
 */
export async function register(
  account: NumberAccount,
  wanted: { pin: unknown; dataLocalizationRegion?: unknown },
): Promise<void> {
  const pin = toPin(wanted.pin);
  const region = toRegion(wanted.dataLocalizationRegion);
  const registration = { pin, ...(region === undefined ? {} : { dataLocalizationRegion: region }) };
  await guarded(account, 'register', () => account.platform.register(registration));
}

/** Takes the number off the API (facts, section 4). @throws see `guarded` */
export async function deregister(account: NumberAccount): Promise<void> {
  await guarded(account, 'deregister', () => account.platform.deregister());
}

/** @throws InputError `pin_missing`, `pin_invalid`; see `guarded` */
export async function setTwoStepPin(account: NumberAccount, value: unknown): Promise<void> {
  const pin = toPin(value);
  await guarded(account, 'setTwoStepPin', () => account.platform.setTwoStepPin(pin));
}

function toRegion(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const region = String(value).trim().toUpperCase();
  if (/^[A-Z]{2}$/.test(region)) return region;
  throw new InputError(
    'region_invalid',
    'The region that stores the data is not a country code.',
    'Use a country code of two letters, like CH, or leave it out.',
  );
}
