import { openSync, writeSync } from 'node:fs';
import { createDiskEngine } from '../../../src/store/disk-engine';
import { createKeyedStore } from '../../../src/store/keyed-store';
import { serveIntake } from './serve-intake';

/**
 * The receiver and the disk store in a process of their own, without Node-RED: it can be killed in a moment. What it
 * hands over it writes down, a line each, where the kill does not reach.
 */
const settings = JSON.parse(process.argv[2] ?? '{}') as { folder: string; record: string; port: number };
const file = openSync(settings.record, 'a');
const say = (message: object): void => void process.send?.(message);
const onError = (error: unknown): void => say({ error: String(error) });

async function serve(): Promise<void> {
  const served = await serveIntake({
    store: createKeyedStore(createDiskEngine(settings.folder)),
    port: settings.port,
    onReceipt: (receipt) => void writeSync(file, `${JSON.stringify(receipt)}\n`),
    onError,
    onRefused: (reason) => say({ refused: reason }),
  });
  process.on('message', (message) => {
    if (message === 'settle') served.intake.settled().then(() => say({ settled: true }), onError);
  });
  say({ port: served.port });
  // Webhooks come in while what the process before left is handed over: neither waits for the other.
  await served.redeliver();
  say({ redelivered: true });
}

// Without its parent it is of no use.
process.on('disconnect', () => process.exit());
serve().catch(onError);
