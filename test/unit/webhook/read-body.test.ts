import { deepEqual, equal, ok } from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readBody } from '../../../src/webhook/read-body';

const LIMIT = 1_000_000;

/** A request whose body comes in the pieces that a test chooses. */
const request = (): IncomingMessage & EventEmitter =>
  Object.assign(new EventEmitter(), { headers: {} }) as unknown as IncomingMessage & EventEmitter;

describe('the body of a request', () => {
  it('is the same in whatever pieces it comes', async () => {
    const body = Buffer.from(Array.from({ length: 5_000 }, (_, index) => index % 256));
    for (const size of [1, 2, 7, 1_024, 4_999, 5_000]) {
      const incoming = request();
      const reading = readBody(incoming, LIMIT);
      for (let at = 0; at < body.length; at += size) incoming.emit('data', body.subarray(at, at + size));
      incoming.emit('end');
      deepEqual(await reading, { ok: true, body }, `pieces of ${size}`);
    }
  });

  it('stops at the limit, whatever was put together before', async () => {
    const incoming = request();
    const reading = readBody(incoming, 3_000);
    for (let count = 0; count <= 3_000; count += 1) incoming.emit('data', Buffer.from('x'));
    deepEqual(await reading, { ok: false, reason: 'too_large' });
  });

  it('keeps no tiny pieces: a stranger’s 3 MB would fill gigabytes', async () => {
    setFlagsFromString('--expose_gc');
    const collect = runInNewContext('gc') as () => void;
    const incoming = request();
    const reading = readBody(incoming, LIMIT);
    const pieces: WeakRef<Buffer>[] = [];
    const sendOne = (): void => {
      const piece = Buffer.allocUnsafeSlow(1).fill('x');
      pieces.push(new WeakRef(piece));
      incoming.emit('data', piece);
    };
    for (let count = 0; count < 10_000; count += 1) sendOne();
    // What a WeakRef was made for stays until the turn is over.
    await new Promise((resolve) => setImmediate(resolve));
    collect();
    const kept = pieces.filter((piece) => piece.deref() !== undefined).length;
    ok(kept < 2_000, `${kept} of ${pieces.length} pieces are kept`);
    incoming.emit('end');
    const read = await reading;
    equal(read.ok && read.body.length, 10_000);
  });
});
