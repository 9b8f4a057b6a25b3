import type { CodeRequest } from '../platform/number';
import { toVerificationCode } from './code';
import { toCodeRequest } from './code-request';
import { guarded, type NumberAccount } from './guarded';

/**
 * Has the platform send a registration code to the business number (S1). Gives what was asked for.
 *
 * @throws InputError `code_method_unknown`, `language_invalid`; see `guarded`
 */
export async function requestCode(
  account: NumberAccount,
  wanted: { method?: unknown; language?: unknown } = {},
): Promise<CodeRequest> {
  const request = toCodeRequest(wanted);
  await guarded(account, 'requestCode', () => account.platform.requestCode(request));
  return request;
}

/**
 * Hands in the registration code (S1), in whatever form a person typed it.
 *
 * @throws InputError `code_missing`, `code_invalid`; see `guarded`
 */
export async function verifyCode(account: NumberAccount, code: unknown): Promise<void> {
  const digits = toVerificationCode(code);
  await guarded(account, 'verifyCode', () => account.platform.verifyCode(digits));
}
