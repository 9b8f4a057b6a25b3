interface Spelling {
  /** The spelling that stands for both. */
  canonical: RegExp;
  toOther: string;
  other: RegExp;
  toCanonical: string;
}

/**
 * Countries where one subscriber goes by two numbers, because mobile numbers once gained or lost a digit and the platform
 * answers in either spelling.
 */
const SPELLINGS: readonly Spelling[] = [
  {
    // Brazil put a 9 before its mobile numbers. Eight digits that begin with 2 to 5 are somebody else's landline.
    canonical: /^55([1-9]\d)9([016-9]\d{7})$/,
    toOther: '55$1$2',
    other: /^55([1-9]\d)([016-9]\d{7})$/,
    toCanonical: '55$19$2',
  },
  {
    // Mexico dropped the 1 before its mobile numbers.
    canonical: /^52([2-9]\d{9})$/,
    toOther: '521$1',
    other: /^521([2-9]\d{9})$/,
    toCanonical: '52$1',
  },
  {
    // Argentina writes a 9 before its mobile numbers, from abroad only.
    canonical: /^549([1-8]\d{9})$/,
    toOther: '54$1',
    other: /^54([1-8]\d{9})$/,
    toCanonical: '549$1',
  },
];

const toDigits = (waId: string): string => (waId.startsWith('+') ? waId.slice(1) : waId);

/**
 * All other spellings of the same subscriber's wa_id, without plus: one for mobile numbers of Brazil, Mexico and
 * Argentina (facts, section 8), none for the rest of the world. A leading plus sign is ignored.
 */
export function waIdVariants(waId: string): string[] {
  const digits = toDigits(waId);
  for (const { canonical, toOther, other, toCanonical } of SPELLINGS) {
    if (canonical.test(digits)) return [digits.replace(canonical, toOther)];
    if (other.test(digits)) return [digits.replace(other, toCanonical)];
  }
  return [];
}

/**
 * The one spelling, without plus, that stands for all spellings of a subscriber: what to key records by. Text that is no
 * number comes back as it is.
 */
export function canonicalWaId(waId: string): string {
  const digits = toDigits(waId);
  // Every event of a webhook comes through here, and hardly any of them needs a look at a pattern.
  if (!digits.startsWith('5')) return digits;
  const spelling = SPELLINGS.find(({ other }) => other.test(digits));
  return spelling === undefined ? digits : digits.replace(spelling.other, spelling.toCanonical);
}
