import { createServer } from 'node:net';

/** A loopback TCP port that was free a moment ago. Prefer listening on port 0 where the port can be asked for later. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('The probe has no TCP port'));
        else resolve(address.port);
      });
    });
  });
}
