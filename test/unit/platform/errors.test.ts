import { deepEqual, equal } from 'node:assert/strict';
import { InputError, NoAnswerError } from '../../../src/platform/errors';

describe('errors', () => {
  it('an InputError is never retryable', () => {
    const error = new InputError('text_empty', 'The text is empty.', 'Send some.');
    deepEqual([error.code, error.retryable, error.advice], ['text_empty', false, 'Send some.']);
  });

  it('a NoAnswerError tells in its cause, which a flow can read, whether the outcome is ambiguous', () => {
    const error = new NoAnswerError('unknown_outcome', 'No answer.', { retryable: false, advice: 'Wait.' }, true);
    equal(error.ambiguous, true);
    deepEqual(error.cause, { retryable: false, advice: 'Wait.', ambiguous: true });
  });
});
