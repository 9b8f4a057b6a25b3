import type { NodeAPI } from 'node-red';
import { checkCloud } from '../../src/connection/check-cloud';
import { checkOnPremises } from '../../src/connection/check-on-premises';
import { checkSimulated } from '../../src/connection/check-simulated';
import type { Finding } from '../../src/connection/finding';
import { listChoices, type NumberChoice } from '../../src/connection/number-choices';
import { subscribe } from '../../src/connection/subscription';
import { createCloudPlatform } from '../../src/platform/cloud/client';
import { createWabaClient, type WabaClient } from '../../src/platform/cloud/waba-client';
import { createOnPremisesPlatform } from '../../src/platform/on-premises/client';
import type { AccountNode } from '../whatsapp-account';
import { toCloudOptions } from './cloud-account';
import { toOnPremisesOptions } from './on-premises-account';
import type { TypedAccount } from './typed-account';

/** What the dialog shows. */
export interface Trial {
  findings: Finding[];
  /** Numbers to choose from, where they were asked for. */
  numbers?: NumberChoice[];
}

/** Nobody waits longer for an answer in a dialog. */
const LIMITS = { timeoutMs: 15_000, connectTimeoutMs: 5_000 };

/** What a dialog can do with an account that is not deployed. Each rejects with errors of this package only. */
export const TRIALS = { test, numbers, subscribe: subscribeApp } satisfies Record<
  string,
  (account: TypedAccount, RED: NodeAPI) => Promise<Trial>
>;

async function test(account: TypedAccount, RED: NodeAPI): Promise<Trial> {
  const { id, settings, credentials } = account;
  if (settings.api === 'simulator') {
    const { simulated } = (RED.nodes.getNode(id) as AccountNode | null) ?? {};
    const identityCheck = simulated?.number.identityCheck ?? false;
    return { findings: await checkSimulated(simulated && { platform: simulated.platform, identityCheck }) };
  }
  if (settings.api === 'on-premises') {
    const server = createOnPremisesPlatform({ ...toOnPremisesOptions(settings, credentials), ...LIMITS });
    return closing(server, async () => ({ findings: await checkOnPremises(server, settings.auth === 'login') }));
  }
  const { phoneNumberId, wabaId } = settings;
  const named = wabaId !== '';
  if (phoneNumberId === '') {
    return withWaba(account, async (waba) => ({
      findings: await checkCloud({ phoneNumberId, token: waba, ...(named ? { waba } : {}) }),
    }));
  }
  const number = createCloudPlatform({ ...toCloudOptions(settings, credentials), ...LIMITS });
  return closing(number, async () => ({
    findings: await checkCloud({ phoneNumberId, token: number, number, ...(named ? { waba: number } : {}) }),
  }));
}

function numbers(account: TypedAccount): Promise<Trial> {
  return withWaba(account, async (waba) => ({ findings: [], numbers: await listChoices(waba) }));
}

function subscribeApp(account: TypedAccount): Promise<Trial> {
  return withWaba(account, async (waba) => ({ findings: [await subscribe(waba)] }));
}

function withWaba({ settings, credentials }: TypedAccount, ask: (waba: WabaClient) => Promise<Trial>): Promise<Trial> {
  const waba = createWabaClient({ ...toCloudOptions(settings, credentials), ...LIMITS });
  return closing(waba, () => ask(waba));
}

async function closing(client: { close(): void }, work: () => Promise<Trial>): Promise<Trial> {
  try {
    return await work();
  } finally {
    client.close();
  }
}
