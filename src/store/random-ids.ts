import { randomFillSync } from 'node:crypto';

/** Bytes of an ID: nobody can guess it. */
const SIZE = 16;
/** So many IDs are drawn at once: each call of the system costs as much as all the rest of making one. */
const DRAWN = 256;

/** Makes random IDs of 22 characters that fit into URLs. */
export function randomIds(): () => string {
  const drawn = Buffer.alloc(DRAWN * SIZE);
  let used = drawn.length;
  return () => {
    if (used === drawn.length) {
      randomFillSync(drawn);
      used = 0;
    }
    used += SIZE;
    return drawn.toString('base64url', used - SIZE, used);
  };
}
