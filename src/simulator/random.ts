import { createHmac, randomBytes } from 'node:crypto';

/** A source of randomness that repeats itself under a seed. */
export interface Random {
  bytes(count: number): Buffer;
  /** A source of its own for one purpose, so that what one part draws does not shift what another part gets. */
  fork(name: string): Random;
}

/**
 * @param seed the same seed gives the same bytes, secrets included; without one they are unpredictable
 */
export function createRandom(seed: string = randomBytes(32).toString('hex')): Random {
  let blocks = 0;
  const block = (label: string): Buffer => createHmac('sha256', seed).update(label).digest();
  return {
    bytes(count) {
      const parts: Buffer[] = [];
      for (let size = 0; size < count; size += 32) parts.push(block(`block:${blocks++}`));
      return Buffer.concat(parts).subarray(0, count);
    },
    fork: (name) => createRandom(block(`fork:${name}`).toString('hex')),
  };
}
