import { deepEqual, equal } from 'node:assert/strict';
import { answerJson, cleanUp, serve } from '../loopback';
import { accountWith, changesOf } from './on-premises-account';
import { META, onPremisesAt } from './on-premises-platform';

const NAMES = { waId: '16315553601' };

describe('a message that the On-Premises API blocks at once', () => {
  afterEach(cleanUp);

  for (const policy of ['same', 'whoever'] as const) {
    it(`goes on hold under the policy "${policy}", and its customer is changed`, async () => {
      const errors = [{ code: 480, title: 'Failed to send message since we detect an identity change of the contact' }];
      const { baseUrl } = await serve((_request, response) => answerJson(response, 400, { errors, meta: META }));
      const account = accountWith(onPremisesAt(baseUrl));
      const changes = changesOf(account);
      const content = { type: 'text', text: { body: 'x' } };
      const address = { to: `+${NAMES.waId}`, recipient_type: 'individual' } as const;
      const result = await account.sender.send({ nodeId: 'node', names: NAMES, address, content, policy });
      equal(result.type, 'held');
      equal((await account.store.look(account.scope, NAMES)).state, 'changed');
      deepEqual(
        changes.map(({ reason, hash }) => [reason, hash]),
        [['hash_mismatch', null]],
      );
    });
  }
});
