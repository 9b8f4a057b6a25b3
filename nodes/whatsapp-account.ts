import type { Node, NodeAPI, NodeDef } from 'node-red';
import { Account } from '../src/account';
import { createCloudPlatform } from '../src/platform/cloud/client';
import { InputError } from '../src/platform/errors';
import type { Platform } from '../src/platform/platform';
import { onClose } from './shared/on-close';
import { leaseSimulatedNumber, type SimulatedNumber } from './shared/simulator-host';
import { leaseStore } from './shared/stores';

interface AccountConfig extends NodeDef {
  api: string;
  phoneNumberId: string;
  wabaId: string;
  graphVersion: string;
  baseUrl: string;
  country: string;
}

/** Each may be missing. */
interface AccountCredentials {
  accessToken: string | undefined;
  appSecret: string | undefined;
  verifyToken: string | undefined;
}

/** The configuration node as the other nodes see it. */
export interface AccountNode extends Node<AccountCredentials> {
  /** Absent when the configuration cannot work; then `fault` says why. */
  account?: Account;
  fault?: Error;
  /** Set for an account whose API is the simulator. */
  simulated?: SimulatedNumber;
}

module.exports = (RED: NodeAPI): void => {
  function AccountConstructor(this: AccountNode, config: AccountConfig): void {
    RED.nodes.createNode(this, config);
    const store = leaseStore();
    try {
      if (config.api === 'simulator') {
        this.simulated = leaseSimulatedNumber(this.id, (error) => this.error(error));
        this.account = toSimulatorAccount(config, this.simulated, store.resource);
      } else {
        this.account = toCloudAccount(config, this.credentials ?? {}, store.resource);
      }
    } catch (error) {
      this.fault = error instanceof Error ? error : new Error(String(error));
      this.error(this.fault.message);
    }
    onClose(this, () => {
      this.account?.platform.close();
      this.simulated?.release();
      store.release();
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
      },
    },
  );
};

function toSimulatorAccount(
  { id, name, country }: AccountConfig,
  { number, platform }: SimulatedNumber,
  store: Account['store'],
): Account {
  const { phoneNumberId, wabaId, appSecret, verifyToken } = number;
  const settings = { id, name, api: 'simulator', phoneNumberId, wabaId, country, appSecret, verifyToken } as const;
  return new Account(settings, platform, store);
}

function toCloudAccount(
  config: AccountConfig,
  credentials: Partial<AccountCredentials>,
  store: Account['store'],
): Account {
  const { id, name, api, phoneNumberId, wabaId, country, baseUrl, graphVersion } = config;
  if (api !== 'cloud') {
    throw new InputError(
      'api_unknown',
      `The account's API "${api}" is not one that this version knows.`,
      'Open the account, choose Cloud API or Simulator, and deploy.',
    );
  }
  const { accessToken = '', appSecret = '', verifyToken = '' } = credentials;
  const platform: Platform = createCloudPlatform({
    accessToken,
    phoneNumberId,
    ...(baseUrl === '' ? {} : { baseUrl }),
    version: graphVersion,
  });
  return new Account({ id, name, api, phoneNumberId, wabaId, country, appSecret, verifyToken }, platform, store);
}
