import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Store } from '../../../src/store/store';
import { receive } from '../../../src/webhook/receiver';
import type { RefusalReason } from '../../../src/webhook/refusal';
import { type IntakeListeners, type OpenIntake, openIntake } from './open-intake';

export interface ServedIntake extends OpenIntake {
  port: number;
}

export interface ServeOptions extends IntakeListeners {
  store: Store;
  port?: number;
  onRefused?: (reason: RefusalReason) => void;
}

/** The receiver on a server of its own. */
export async function serveIntake({ store, port = 0, onRefused, ...listeners }: ServeOptions): Promise<ServedIntake> {
  const opened = openIntake(store, listeners);
  const server = createServer((request, response) => {
    void receive(request, response, {
      accounts: () => [opened.account],
      bodyLimit: () => 3_145_728,
      intake: opened.intake,
      onRefused: onRefused ?? (() => undefined),
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    ...opened,
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await opened.close();
    },
  };
}
