import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { describeNoError, NO_CODE, toEventErrors } from '../../../src/webhook/event-errors';

const describeError = (code: number) => ({ retryable: code === 131056, advice: `advice for ${code}` });
const read = (errors: unknown) => toEventErrors(errors, describeError);

describe('toEventErrors', () => {
  it('gives nothing where there are no errors', () => {
    for (const none of [undefined, null, [], 'text', 7]) assert.equal(read(none), undefined);
  });

  it('reads today’s form', () => {
    const error = {
      code: 131056,
      title: 'Pair rate',
      message: 'Pair rate',
      error_data: { details: 'wait' },
      href: 'x',
    };
    assert.deepEqual(read([error]), [
      { code: 131056, title: 'Pair rate', details: 'wait', retryable: true, advice: 'advice for 131056' },
    ]);
  });

  it('reads the On-Premises form, text as error_data, codes as text, and a single error', () => {
    assert.equal(read([{ code: 400, title: 't', details: 'd' }])?.[0]?.details, 'd');
    assert.equal(read([{ code: 400, error_data: 'd' }])?.[0]?.details, 'd');
    assert.equal(read([{ code: '137000', message: 'm' }])?.[0]?.code, 137000);
    assert.equal(read({ code: 0, title: 'AuthException' })?.[0]?.code, 0);
    assert.equal(read([{ code: 1, message: 'only a message' }])?.[0]?.title, 'only a message');
  });

  it('passes on what is no error, without a code', () => {
    const errors = read([null, 'went wrong', { code: 'ERROR_CODE' }, []]);
    assert.deepEqual(
      errors?.map(({ code }) => code),
      [NO_CODE, NO_CODE, NO_CODE, NO_CODE],
    );
    assert.equal(errors?.[1]?.title, 'went wrong');
    assert.equal(errors?.[2]?.title, 'Error ERROR_CODE');
  });

  it('has an advice for codes nobody described', () => {
    assert.match(describeNoError(1).advice, /error list/);
    assert.equal(describeNoError(1).retryable, false);
  });
});
