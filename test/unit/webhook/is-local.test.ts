import { equal } from 'node:assert/strict';
import { isLocal } from '../../../src/webhook/is-local';

describe('whether a connection comes from this machine', () => {
  const CASES: [remote: string | undefined, local: string | undefined, expected: boolean][] = [
    ['127.0.0.1', '127.0.0.1', true],
    ['127.8.9.10', '127.0.0.1', true],
    ['::1', '::1', true],
    ['::ffff:127.0.0.1', '::ffff:127.0.0.1', true],
    ['192.0.2.7', '192.0.2.7', true],
    ['2001:db8::7', '2001:db8::7', true],
    ['192.0.2.8', '192.0.2.7', false],
    ['128.0.0.1', '192.0.2.7', false],
    ['127.0.0.1.example.com', '192.0.2.7', false],
    ['1270.0.0.1', '192.0.2.7', false],
    // A connection that is closed already.
    [undefined, undefined, false],
    ['', '', false],
  ];
  for (const [remoteAddress, localAddress, expected] of CASES) {
    it(`${remoteAddress} to ${localAddress}: ${expected}`, () => {
      equal(isLocal({ remoteAddress, localAddress }), expected);
    });
  }
});
