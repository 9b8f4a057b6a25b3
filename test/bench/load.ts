import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

export interface LoadFigures {
  requests: number;
  seconds: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Answers other than 200. */
  refused: number;
}

/**
 * Sends prepared requests over kept connections, one at a time on each, and measures what they took. A client of a few
 * lines, so that it is never what limits.
 *
 * @param perSecond how many are begun in a second; as many as possible unless told
 */
export async function load(
  port: number,
  requests: readonly Buffer[],
  connections: number,
  perSecond = Number.POSITIVE_INFINITY,
): Promise<LoadFigures> {
  const latencies: number[] = [];
  let next = 0;
  let refused = 0;
  const startedAt = process.hrtime.bigint();
  const begin = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = await open(port);
      for (let index = next++; index < requests.length; index = next++) {
        const due = begin + (index / perSecond) * 1_000;
        if (due > performance.now() + 1) await setTimeout(due - performance.now());
        const from = performance.now();
        const request = requests[index] ?? Buffer.alloc(0);
        const status = await exchange(socket, request);
        latencies.push(performance.now() - from);
        if (status !== 200) refused += 1;
      }
      socket.destroy();
    }),
  );
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  latencies.sort((a, b) => a - b);
  const quantile = (q: number): number =>
    latencies[Math.min(latencies.length - 1, Math.floor(q * latencies.length))] ?? 0;
  return { requests: requests.length, seconds, p50: quantile(0.5), p99: quantile(0.99), refused };
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Writes one request and waits for the whole answer: its head, and as many bytes as that announces. */
function exchange(socket: Socket, request: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const take = (chunk: Buffer): void => {
      answer += chunk.toString('latin1');
      const end = answer.indexOf('\r\n\r\n');
      if (end === -1) return;
      const isChunked = /transfer-encoding: chunked/i.test(answer);
      const length = Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0);
      if (isChunked ? !answer.endsWith('0\r\n\r\n') : answer.length < end + 4 + length) return;
      stop();
      resolve(Number(answer.slice(9, 12)));
    };
    const fail = (): void => {
      stop();
      reject(new Error('The server closed the connection'));
    };
    const stop = (): void => void socket.off('data', take).off('close', fail);
    socket.on('data', take).once('close', fail);
    socket.write(request);
  });
}

/**
 * Waits until a process has nothing left to do: it used no CPU time worth mentioning for a moment.
 *
 * @param used seconds of CPU time so far
 */
export async function untilIdle(used: () => number): Promise<void> {
  for (let before = used(); ; ) {
    await setTimeout(30);
    const now = used();
    if (now - before < 0.015) return;
    before = now;
  }
}
