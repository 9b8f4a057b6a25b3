import { deepEqual } from 'node:assert/strict';
import { toHeldMessage } from '../../../nodes/shared/customer-entry';
import { toRecipient } from '../../../src/messages/recipient';
import type { Outgoing } from '../../../src/store/outgoing';

describe('a held message that is handed out', () => {
  const handedOut = (more: Partial<Outgoing>): { to: unknown } =>
    toHeldMessage({
      id: '1',
      reason: 'identity_changed',
      heldAt: 0,
      outgoing: {
        nodeId: 'send',
        address: { to: '+16315550001' },
        names: { waId: '16315550001' },
        content: { type: 'text', text: { body: 'Private' } },
        policy: 'same',
        ...more,
      },
    }) as { to: unknown };

  it('stays for the user whom it was meant for, whoever has come by the number since', () => {
    const { to, names } = toRecipient({ to: handedOut({ holder: 'US.Ana' }).to });
    deepEqual({ to, names }, { to: '+16315550001', names: { waId: '16315550001', userId: 'US.Ana' } });
  });

  it('goes to a user ID again where it had no number', () => {
    const held = handedOut({ address: { recipient: 'US.Ana' }, names: { userId: 'US.Ana' }, holder: 'US.Ana' });
    const { recipient, names } = toRecipient({ to: held.to });
    deepEqual({ recipient, names }, { recipient: 'US.Ana', names: { userId: 'US.Ana' } });
  });

  it('is for a number where no user is known', () => {
    deepEqual(handedOut({}).to, '+16315550001');
  });
});
