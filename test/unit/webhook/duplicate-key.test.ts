import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { callKey, digestKey, messageKey, statusKey } from '../../../src/webhook/duplicate-key';

describe('duplicate keys', () => {
  it('tell statuses apart by ID, status and participant, whatever characters these hold', () => {
    const part = fc.string({ unit: fc.constantFrom(':', '1', '2', 'a'), maxLength: 5 });
    const parts = fc.tuple(part, part, fc.option(part, { nil: undefined }));
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        assert.equal(statusKey(...a) === statusKey(...b), JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 2000 },
    );
  });

  it('keep messages, statuses, calls and digests apart', () => {
    const keys = [
      messageKey('x'),
      statusKey('x', 'sent', undefined),
      callKey([{ id: 'x', event: 'sent' }]),
      digestKey(['x']),
    ];
    assert.equal(new Set(keys).size, 4);
  });

  it('need an ID and an event of every call', () => {
    assert.equal(callKey([]), undefined);
    assert.equal(callKey([null]), undefined);
    assert.equal(callKey([{ id: 'x', event: 'connect' }, { id: 'y' }]), undefined);
    assert.notEqual(callKey([{ id: 'x', event: 'connect' }]), callKey([{ id: 'x', event: 'terminate' }]));
  });

  it('are the same for the same content in another order, and for nothing else', () => {
    assert.equal(digestKey([{ a: 1, b: { c: [1, 2], d: null } }]), digestKey([{ b: { d: null, c: [1, 2] }, a: 1 }]));
    assert.notEqual(digestKey([{ a: [1, 2] }]), digestKey([{ a: [2, 1] }]));
    assert.notEqual(digestKey([{ a: '1' }]), digestKey([{ a: 1 }]));
    assert.notEqual(digestKey(['a', 'b']), digestKey(['a","b']));
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        // -0 is 0 in JSON.
        const isSame = JSON.stringify(a) === JSON.stringify(b);
        if (isSame) assert.equal(digestKey([a]), digestKey([b]));
      }),
    );
  });

  it('survive nesting of any depth', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    assert.match(digestKey([deep]), /^digest:/);
  });
});
