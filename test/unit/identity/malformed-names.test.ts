import { deepEqual } from 'node:assert/strict';
import { toObservations } from '../../../src/identity/from-webhook';
import { splitWebhook } from '../../../src/webhook/split';

describe('a customer whose number is a plus sign alone', () => {
  const split = (value: object) => splitWebhook({ entry: [{ id: 'waba', changes: [{ field: 'messages', value }] }] });

  it('is nobody of whom anything could be recorded, and fails no delivery', () => {
    const contacts = [{ wa_id: '+', identity_key_hash: 'A' }];
    const [event] = split({ contacts, messages: [{ from: '+', id: 'wamid.1', type: 'text', text: { body: 'Hi' } }] });
    deepEqual(event && toObservations(event, undefined, 1), []);
  });

  it('is known by the user ID where there is one', () => {
    const [event] = split({
      contacts: [{ wa_id: '+', user_id: 'DE.ada', identity_key_hash: 'A' }],
      messages: [{ from: '+', from_user_id: 'DE.ada', id: 'wamid.1', type: 'text', text: { body: 'Hi' } }],
    });
    deepEqual(event && toObservations(event, undefined, 1).map(({ names }) => names), [{ userId: 'DE.ada' }]);
  });
});
