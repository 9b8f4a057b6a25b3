import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { canonicalWaId, waIdVariants } from '../../../src/phone/variants';

const PAIRS = [
  { country: 'Brazil', canonical: '5531991234567', other: '553191234567' },
  { country: 'Brazil (São Paulo)', canonical: '5511987654321', other: '551187654321' },
  { country: 'Mexico', canonical: '525512345678', other: '5215512345678' },
  { country: 'Argentina', canonical: '5491123456789', other: '541123456789' },
];

const SINGLE = [
  ['an American number', '16505551234'],
  ['a Brazilian landline', '551133334444'],
  ['a Brazilian mobile whose short form is a landline', '5511941234567'],
  ['a Brazilian number with a digit too many', '55319912345678'],
  ['a German number', '4915112345678'],
  ['a Peruvian number', '51987654321'],
  ['no number', '<WHATSAPP_ID>'],
  ['nothing', ''],
] as const;

describe('spellings of a wa_id', () => {
  for (const { country, canonical, other } of PAIRS) {
    it(`${country}: either form leads to the other, and both to one`, () => {
      deepEqual(waIdVariants(canonical), [other]);
      deepEqual(waIdVariants(other), [canonical]);
      equal(canonicalWaId(other), canonical);
      equal(canonicalWaId(canonical), canonical);
    });
  }

  for (const [what, waId] of SINGLE) {
    it(`${what} has one spelling`, () => {
      deepEqual(waIdVariants(waId), []);
      equal(canonicalWaId(waId), waId);
    });
  }

  it('a plus sign makes no difference', () => {
    equal(canonicalWaId('+553191234567'), canonicalWaId('553191234567'));
    equal(canonicalWaId('+16505551234'), '16505551234');
    deepEqual(waIdVariants('+525512345678'), ['5215512345678']);
  });

  const digits = (length: number) =>
    fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
  const waId = fc.oneof(
    fc
      .tuple(fc.constantFrom('55', '52', '521', '54', '549', '1', '49'), fc.integer({ min: 8, max: 11 }).chain(digits))
      .map((parts) => parts.join('')),
    fc.string(),
  );

  it('holds for any input: variants are symmetric, none is the input, and all share one canonical form', () => {
    fc.assert(
      fc.property(waId, (id) => {
        const bare = id.replace(/^\+/, '');
        const variants = waIdVariants(id);
        ok(!variants.includes(bare));
        for (const variant of variants) {
          ok(waIdVariants(variant).includes(bare));
          equal(canonicalWaId(variant), canonicalWaId(id));
        }
        if (!bare.startsWith('+')) equal(canonicalWaId(canonicalWaId(id)), canonicalWaId(id));
        ok(canonicalWaId(id) === bare || variants.includes(canonicalWaId(id)));
      }),
      { numRuns: 2000 },
    );
  });
});
