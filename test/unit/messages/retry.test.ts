import { deepEqual, equal, ok } from 'node:assert/strict';
import { toRetry } from '../../../src/messages/retry';
import { type ErrorDetails, NoAnswerError, PlatformError, WhatsAppError } from '../../../src/platform/errors';
import { toPlatformError } from '../../../src/platform/refusal';

const refusal = (code: number, more: Partial<ErrorDetails> = {}): WhatsAppError => {
  const {
    code: name,
    message,
    cause,
  } = toPlatformError({ code, isTransient: false }, { status: 400, headers: {} }, (text) => text);
  return new PlatformError(name, message, { ...cause, ...more });
};
const noAnswer = (code: string, isAmbiguous: boolean, retryable = true): WhatsAppError =>
  new NoAnswerError(code, 'No.', { retryable, advice: 'Wait.' }, isAmbiguous);

const seconds = (error: WhatsAppError, random = 0): (number | undefined)[] =>
  [1, 2, 3, 4, 5].map((failures) => {
    const retry = toRetry(error, failures, 4, random);
    return retry && retry.delayMs / 1000;
  });

describe('retries', () => {
  it('of the pair limit come after 4^X seconds, and concern that customer only', () => {
    deepEqual(seconds(refusal(131056)), [1, 4, 16, 64, undefined]);
    equal(toRetry(refusal(131056), 1)?.isForAll, false);
  });

  it('of everything temporary come after growing pauses', () => {
    deepEqual(seconds(refusal(130429)), [1, 2, 4, 8, undefined]);
    deepEqual(seconds(refusal(131000)), [5, 10, 20, 40, undefined]);
    deepEqual(seconds(refusal(80007)), [60, 120, 240, 300, undefined]);
    deepEqual(seconds(noAnswer('platform_unreachable', false)), [1, 2, 4, 8, undefined]);
  });

  it('come later by up to a quarter, so that not everything comes back at once', () => {
    deepEqual(seconds(refusal(130429), 1), [1.25, 2.5, 5, 10, undefined]);
  });

  it('never come before the platform says', () => {
    deepEqual(seconds(refusal(130429, { waitSeconds: 900 })), [900, 900, 900, 900, undefined]);
    const retryAt = new Date(Date.now() + 120_000).toISOString();
    ok((toRetry(refusal(131000, { retryAt }), 1)?.delayMs ?? 0) > 119_000);
  });

  it('let everything else of the number wait where the limit is about all of it', () => {
    for (const code of [4, 80007, 130429, 131057]) equal(toRetry(refusal(code), 1)?.isForAll, true, String(code));
    for (const code of [2, 131000, 131016, 131056]) equal(toRetry(refusal(code), 1)?.isForAll, false, String(code));
  });

  it('are none where sending again cannot succeed, or could send twice', () => {
    for (const code of [100, 190, 131026, 131047, 131048, 137000, 999_123]) equal(toRetry(refusal(code), 1), undefined);
    equal(toRetry(noAnswer('unknown_outcome', true, false), 1), undefined);
    equal(toRetry(noAnswer('no_answer', true), 1), undefined);
    equal(toRetry(new WhatsAppError('store_failed', 'No.', { retryable: true, advice: '' }), 1), undefined);
    equal(toRetry(refusal(130429), 1, 0), undefined);
  });

  it('follow a deployment whatever the number of retries, for nothing has failed', () => {
    equal(toRetry(noAnswer('account_closed', false), 9, 0)?.delayMs, 0);
    equal(toRetry(noAnswer('account_closed', true), 1, 0), undefined);
  });
});
