import { Account } from '../../../src/account';
import { describeError } from '../../../src/platform/catalogue';
import { createCloudPlatform } from '../../../src/platform/cloud/client';
import type { Store } from '../../../src/store/store';
import { Intake } from '../../../src/webhook/intake';
import { NUMBER, SECRET, WABA } from './deliveries';
import type { Receipt } from './tally';

export interface OpenIntake {
  account: Account;
  intake: Intake;
  /** Hands over what was left before. */
  redeliver(): Promise<void>;
  /** The flow goes away, and what is not handed over yet is left. */
  close(): Promise<void>;
}

export interface IntakeListeners {
  /** An event, or an identity change (`change:<WhatsApp ID>`), as the nodes of a flow receive it. */
  onReceipt: (receipt: Receipt) => void;
  onError?: (error: unknown) => void;
}

const SETTINGS = {
  id: 'account',
  name: '',
  api: 'cloud',
  phoneNumberId: NUMBER,
  wabaId: WABA,
  country: '',
  appSecret: SECRET,
  verifyToken: '',
} as const;

/** The intake of an account whose flow only notes what it receives. */
export function openIntake(store: Store, { onReceipt, onError = () => undefined }: IntakeListeners): OpenIntake {
  const platform = createCloudPlatform({ phoneNumberId: NUMBER, accessToken: 'token' });
  const account = new Account(SETTINGS, platform, store, () => undefined);
  const unsubscribe = account.subscribe({
    receive: async (events, redelivered) => {
      // As a node's send(), which queues: the wired nodes have it one turn later.
      const emit = (id: string): unknown => setImmediate(onReceipt, { id, redelivered });
      for (const { event, isDuplicate, reports } of events) {
        for (const { names } of reports) emit(`change:${names.waId}`);
        if (!isDuplicate) emit(event.id ?? '');
      }
    },
    report: () => undefined,
  });
  const options = { describeError, onProcessed: () => undefined, onError };
  const intake = new Intake(options);
  return {
    account,
    intake,
    redeliver: () => new Intake(options).redeliver(store, [account]),
    async close() {
      unsubscribe();
      await intake.close();
      platform.close();
    },
  };
}
