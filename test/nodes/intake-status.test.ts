import { deepEqual, equal } from 'node:assert/strict';
import type { Node, NodeAPI } from 'node-red';
import { IntakeStatus } from '../../nodes/shared/intake-status';
import type { Account } from '../../src/account';
import { waitUntil } from '../harness/wait';

describe('the status of webhook in', () => {
  it('does not flood the editors, however often a stranger is refused, and ends with all of them counted', async () => {
    const shown: string[] = [];
    const node = { status: ({ text }: { text: string }) => shown.push(text) } as unknown as Node;
    const say = (key: string, values: Record<string, unknown>): string => `${key} ${values.count ?? ''}`;
    const settings = { protection: undefined };
    const account = { settings, isProtected: true, isSimulated: false, store: { engine: 'disk' } };
    const status = new IntakeStatus(node, { _: say } as unknown as NodeAPI, account as unknown as Account, () => 0);
    shown.length = 0;
    for (let count = 0; count < 1_000; count += 1) status.refused('signature_wrong');
    deepEqual(shown, ['whatsapp-webhook-in.status.refused 1']);
    await waitUntil(() => shown.length > 1);
    equal(shown[1], 'whatsapp-webhook-in.status.refused 1000');
    status.stop();
  });
});
