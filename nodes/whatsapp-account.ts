import type { Node, NodeAPI } from 'node-red';
import { Account } from '../src/account';
import type { OrphanListener } from '../src/messages/sender';
import { InputError, WhatsAppError } from '../src/platform/errors';
import type { Store } from '../src/store/store';
import { type AccountConfig, type AccountCredentials, type Settings, toSettings } from './shared/account-config';
import { startAccountWork } from './shared/account-work';
import { toCloudAccount } from './shared/cloud-account';
import { serveConnection } from './shared/connection-route';
import { pagesOf } from './shared/flow-pages';
import { watchFlow } from './shared/flow-views';
import { toMessageRate } from './shared/message-rate';
import { onClose } from './shared/on-close';
import { toOnPremisesAccount } from './shared/on-premises-account';
import { currentSimulator, leaseSimulatedNumber, type SimulatedNumber } from './shared/simulator-host';
import { serveSimulatorPage } from './shared/simulator-page';
import { leaseDefaultStore } from './shared/stores';
import type { StoreNode } from './whatsapp-store';

/** The configuration node as the other nodes see it. */
export interface AccountNode extends Node<AccountCredentials> {
  /** Absent when the configuration cannot work; then `fault` says why. */
  account?: Account;
  fault?: Error;
  /** Set for an account whose API is the simulator. */
  simulated?: SimulatedNumber;
}

module.exports = (RED: NodeAPI): void => {
  serveSimulatorPage(RED, currentSimulator);
  serveConnection(RED);

  function AccountConstructor(this: AccountNode, config: AccountConfig): void {
    RED.nodes.createNode(this, config);
    const tell = (error: unknown): void => this.error(error instanceof Error ? error : String(error));
    const onOrphan = toOrphanListener(tell);
    const settings = toSettings(config);
    const lease = config.store ? undefined : leaseDefaultStore(settings.api, RED.settings.userDir ?? '.');
    let stopWork: (() => void) | undefined;
    let unwatch: (() => void) | undefined;
    try {
      const store = lease?.resource ?? chosenStore(RED, config.store);
      if (settings.api === 'simulator') {
        this.simulated = leaseSimulatedNumber(this.id, tell);
        this.account = toSimulatorAccount(settings, this.simulated, store, onOrphan);
        unwatch = watchFlow(this.account, () => pagesOf(RED));
      } else {
        const toAccount = settings.api === 'on-premises' ? toOnPremisesAccount : toCloudAccount;
        this.account = toAccount(settings, this.credentials ?? {}, { store, onOrphan, tell });
      }
      stopWork = startAccountWork(this.account, RED.events, tell);
    } catch (error) {
      this.fault = error instanceof Error ? error : new Error(String(error));
      tell(this.fault);
    }
    onClose(this, async () => {
      stopWork?.();
      unwatch?.();
      this.account?.platform.close();
      // What was on its way is recorded before the store may be closed, and before the next deployment takes it up.
      await this.account?.sender.idle();
      this.simulated?.release();
      lease?.release();
    });
  }

  RED.nodes.registerType<AccountNode, AccountConfig, never, AccountCredentials>(
    'whatsapp-account',
    AccountConstructor,
    {
      credentials: {
        accessToken: { type: 'password' },
        appSecret: { type: 'password' },
        verifyToken: { type: 'password' },
        password: { type: 'password' },
        bearerToken: { type: 'password' },
        apiKey: { type: 'password' },
        webhookSecret: { type: 'password' },
        webhookPassword: { type: 'password' },
      },
    },
  );
};

function toSimulatorAccount(
  { id, name, country, messageRate }: Settings,
  { number, platform }: SimulatedNumber,
  store: Store,
  onOrphan: OrphanListener,
): Account {
  const { phoneNumberId, wabaId, appSecret, verifyToken } = number;
  const own = { id, name, api: 'simulator', phoneNumberId, wabaId, country, appSecret, verifyToken } as const;
  const settings = { ...own, ...toMessageRate(messageRate) };
  return new Account(settings, platform, store, onOrphan);
}

function chosenStore(RED: NodeAPI, id: string | undefined): Store {
  const node = RED.nodes.getNode(id ?? '') as StoreNode | null;
  if (node?.store !== undefined) return node.store;
  throw new InputError(
    'store_missing',
    'The store that the account is configured with does not exist.',
    'Open the account, choose a store or none, and deploy.',
  );
}

/** A result that no send node can take must not vanish. */
function toOrphanListener(tell: (error: unknown) => void): OrphanListener {
  return (result) => {
    if (result.type === 'failed') tell(result.error);
    if (result.type === 'held') tell(orphaned(result.held.reason));
  };
}

const orphaned = (reason: string): WhatsAppError =>
  new WhatsAppError(
    'send_node_gone',
    `A message went on hold (${reason}), but its send node does not exist any more.`,
    {
      retryable: false,
      advice: 'It stays listed: look it up with identity ack, which can hand it out or drop it.',
    },
  );
