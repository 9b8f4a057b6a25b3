import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { CATALOGUE, describeError } from '../../../src/platform/catalogue';

/** The codes of the facts (sections 4 and 10) with their retry column. */
const RETRY = {
  backoff: [1, 2, 4, 613, 80007, 130429, 131000, 131016, 131056, 131057, 131208, 133004, 2494100],
  wait: [
    131042, 131044, 131045, 131048, 131049, 131064, 132015, 132069, 133008, 133009, 133015, 133016, 134101, 136024,
  ],
  never: [
    0, 3, 10, 33, 100, 190, 200, 201, 250, 299, 368, 803, 130403, 130472, 130497, 131005, 131008, 131009, 131020,
    131021, 131026, 131030, 131031, 131037, 131041, 131047, 131050, 131051, 131052, 131053, 131055, 131059, 131062,
    131063, 131201, 131215, 132000, 132001, 132005, 132007, 132012, 132016, 132018, 132068, 133000, 133005, 133006,
    133010, 134011, 134100, 134102, 135000, 136025, 137000, 138000, 138018, 139000, 139004, 139100, 139103, 147001,
    147005, 200005, 200007, 1752041, 2388012, 2388091, 2388093, 2388103, 2388293, 2593107, 2593108,
  ],
} as const;

describe('describeError', () => {
  for (const [retry, codes] of Object.entries(RETRY)) {
    it(`knows every code to retry by '${retry}'`, () => {
      const wrong = codes.filter((code) => !describeError(code).known || describeError(code).retry !== retry);
      deepEqual(wrong, []);
    });
  }

  it('lists nothing that the test above does not', () => {
    const listed = new Set<number>(Object.values(RETRY).flat());
    deepEqual(
      Object.keys(CATALOGUE)
        .map(Number)
        .filter((code) => !listed.has(code)),
      [],
    );
  });

  it('calls retryable only what succeeds without anybody repairing anything', () => {
    equal(describeError(130429).retryable, true);
    equal(describeError(131042).retryable, false);
    equal(describeError(137000).retryable, false);
  });

  it('gives each entry a stable name, a meaning and an advice that read as sentences', () => {
    for (const [code, entry] of Object.entries(CATALOGUE)) {
      match(entry.name, /^[a-z][a-z0-9_]+$/, code);
      match(entry.meaning, /^[A-Z].*[^.]$/, code);
      match(entry.advice, /^[A-Z].*\.$/, code);
      ok(entry.waitSeconds === undefined || entry.waitSeconds > 0, code);
      ok(entry.retry !== 'never' || entry.waitSeconds === undefined, `${code} waits for nothing`);
    }
  });

  it('gives what flows switch on its own name', () => {
    const names = [137000, 131047, 131026, 131056, 130429, 190, 10, 100, 2].map((code) => describeError(code).name);
    deepEqual(names, [
      'identity_mismatch',
      'outside_24h_window',
      'recipient_unreachable',
      'pair_rate_limited',
      'rate_limited',
      'auth_failed',
      'permission_missing',
      'invalid_parameter',
      'temporary_platform_error',
    ]);
  });

  it('tells an unknown phone number ID from other bad parameters by its subcode', () => {
    equal(describeError(100, 33).name, 'phone_number_unknown');
    equal(describeError(100, 34).name, 'invalid_parameter');
  });

  for (const code of [-1, 199, 300, 999_999, 131216, Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`describes ${code} as unknown, not retryable, with an advice`, () => {
      const { known, retryable, name, advice } = describeError(code);
      deepEqual({ known, retryable, name }, { known: false, retryable: false, name: 'platform_rejected' });
      match(advice, /details/);
    });
  }
});
