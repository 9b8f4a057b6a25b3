/** Seconds up to the year 5138, milliseconds since 1973: no time the platform can mean is on the wrong side. */
const FIRST_MILLISECONDS = 1e11;
const END_OF_YEAR_9999 = 253_402_300_799_999;

/**
 * A time of the platform as ISO 8601. It comes in seconds or in milliseconds, as a number or as a string of digits (facts,
 * section 1b); whatever else it is, like a document's placeholder, gives undefined.
 */
export function toIsoTime(time: unknown): string | undefined {
  // The items of one webhook are mostly of one second.
  if (time !== latest.time) latest = { time, iso: workOut(time) };
  return latest.iso;
}

let latest: { time: unknown; iso: string | undefined } = { time: undefined, iso: undefined };

function workOut(time: unknown): string | undefined {
  const number = typeof time === 'string' && /^\d{1,16}$/.test(time) ? Number(time) : time;
  if (typeof number !== 'number' || !(number > 0)) return undefined;
  const milliseconds = number < FIRST_MILLISECONDS ? number * 1000 : number;
  return milliseconds <= END_OF_YEAR_9999 ? new Date(milliseconds).toISOString() : undefined;
}
