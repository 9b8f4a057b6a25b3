/** What is remembered of a number, so that it need not be asked for again. */
export interface KnownContact {
  status: 'valid' | 'invalid';
  /** Of a valid contact. */
  waId?: string;
  /** When it was learned, milliseconds since 1970. */
  at: number;
  /** `platform` said so; or the `customer` wrote to us, which needs no check (S2). */
  source: 'platform' | 'customer';
}

/** How long that holds: as long as the server's own cache (S2). Milliseconds. */
export const KNOWN_FOR = 7 * 86_400_000;

export const isFresh = ({ at }: KnownContact, now: number): boolean => at > now - KNOWN_FOR && at <= now;
