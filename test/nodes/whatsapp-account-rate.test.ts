import assert from 'node:assert/strict';
import type { AccountNode } from '../../nodes/whatsapp-account';
import { type Runtime, startRuntime } from '../harness/runtime';
import { cloudAccount, onPremisesAccount, simulatorAccount } from './support/parts';

describe('how many messages a second an account sends', () => {
  let red: Runtime;
  before(async () => {
    red = await startRuntime();
  });
  after(() => red.stop());

  const rateOf = async (account: (more: object) => object, messageRate?: unknown): Promise<unknown> => {
    await red.deploy([account({ messageRate })] as Parameters<Runtime['deploy']>[0]);
    const { account: opened, fault } = red.node('account') as AccountNode;
    return fault === undefined ? opened?.settings.messagesPerSecond : (fault as { code?: string }).code;
  };

  for (const account of [cloudAccount, onPremisesAccount, simulatorAccount]) {
    it(`can be set, of ${account({}).api}`, async () => {
      assert.equal(await rateOf(account, '1000'), 1000);
      assert.equal(await rateOf(account, 20), 20);
      assert.equal(await rateOf(account, ''), undefined);
      assert.equal(await rateOf(account), undefined);
      assert.equal(await rateOf(account, 'fast'), 'message_rate_invalid');
      assert.equal(await rateOf(account, 0), 'message_rate_invalid');
    });
  }
});
