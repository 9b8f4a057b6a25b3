import type { NameKey } from '../identity/names';

/** Under which the record of a name is kept; without a name, what all of a business number's begin with. */
export const customerKey = (number: string, name: NameKey | ''): string => `customer/${number}/${name}`;
