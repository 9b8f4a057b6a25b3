import { equal, match } from 'node:assert/strict';
import { randomIds } from '../../../src/store/random-ids';

describe('random IDs', () => {
  it('are 22 characters that fit into URLs, and never the same', () => {
    const [newId, another] = [randomIds(), randomIds()];
    const ids = Array.from({ length: 2_000 }, (_, i) => (i % 2 === 0 ? newId() : another()));
    for (const id of ids) match(id, /^[\w-]{22}$/);
    equal(new Set(ids).size, ids.length);
  });
});
