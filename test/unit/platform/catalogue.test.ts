import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { CATALOGUE, describeError } from '../../../src/platform/catalogue';
import { ON_PREMISES } from '../../../src/platform/codes/on-premises';

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

/** The codes of the On-Premises API (facts, section 5), likewise. */
const ON_PREMISES_RETRY = {
  backoff: [429, 1011, 1015, 1016, 1017, 1018],
  wait: [402, 430, 432, 433, 471],
  never: [
    400, 408, 410, 470, 472, 480, 500, 501, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1012,
    1013, 1014, 1019, 1020, 1021, 1022, 1023, 1024, 1025, 1026, 1027, 1028, 1029, 1030, 1031, 2000, 2001, 2002, 2003,
  ],
} as const;

describe('describeError', () => {
  for (const [retry, codes] of [...Object.entries(RETRY), ...Object.entries(ON_PREMISES_RETRY)]) {
    it(`knows every code from ${codes[0]} on to retry by '${retry}'`, () => {
      const wrong = codes.filter((code) => !describeError(code).known || describeError(code).retry !== retry);
      deepEqual(wrong, []);
    });
  }

  it('lists nothing that the test above does not', () => {
    const listed = new Set<number>([RETRY, ON_PREMISES_RETRY].flatMap((table) => Object.values(table).flat()));
    deepEqual(
      Object.keys(CATALOGUE)
        .map(Number)
        .filter((code) => !listed.has(code)),
      [],
    );
  });

  it('mixes up no code of one API with one of the other', () => {
    const cloud: readonly number[] = Object.values(RETRY).flat();
    deepEqual(
      Object.keys(ON_PREMISES).filter((code) => cloud.includes(Number(code))),
      [],
    );
    equal(describeError(400).name, 'media_error');
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

  it('tells a permission that is missing for this number from a missing token by its subcode', () => {
    equal(describeError(200).name, 'auth_failed');
    equal(describeError(200, 1349174).name, 'permission_missing');
    match(describeError(200, 1349174).advice, /Advanced Access/);
  });

  for (const code of [-1, 199, 300, 999_999, 131216, Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`describes ${code} as unknown, not retryable, with an advice`, () => {
      const { known, retryable, name, advice } = describeError(code);
      deepEqual({ known, retryable, name }, { known: false, retryable: false, name: 'platform_rejected' });
      match(advice, /details/);
    });
  }
});
