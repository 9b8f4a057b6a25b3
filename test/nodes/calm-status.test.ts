import assert from 'node:assert/strict';
import type { Node } from 'node-red';
import { calmStatus } from '../../nodes/shared/calm-status';
import { waitUntil } from '../harness/wait';

describe('a calm status', () => {
  function aNode() {
    const shown: unknown[] = [];
    let close: (removed: boolean, done: () => void) => void = () => undefined;
    const node = {
      status: (status: { text: string }) => shown.push(status.text),
      on: (_event: string, listener: typeof close) => {
        close = listener;
      },
    };
    return { node: node as unknown as Node, shown, close: () => new Promise<void>((done) => close(false, done)) };
  }

  it('shows the first at once, and of what follows only the latest, which alone is described', async () => {
    const { node, shown, close } = aNode();
    const show = calmStatus(node);
    let described = 0;
    for (let i = 0; i < 1_000; i++) {
      show(() => {
        described += 1;
        return { text: String(i) };
      });
    }
    assert.deepEqual(shown, ['0']);
    await waitUntil(() => shown.length === 2, { what: 'the latest is shown' });
    assert.deepEqual([shown, described], [['0', '999'], 2]);
    await close();
  });

  it('shows nothing after the node was closed, for the next one has the same ID', async () => {
    const { node, shown, close } = aNode();
    const show = calmStatus(node);
    show(() => ({ text: 'first' }));
    show(() => ({ text: 'second' }));
    await close();
    const other = aNode();
    const showOther = calmStatus(other.node);
    showOther(() => ({ text: 'a' }));
    showOther(() => ({ text: 'b' }));
    await waitUntil(() => other.shown.length === 2, { what: 'a status as late as the second would have been' });
    assert.deepEqual(shown, ['first']);
    await other.close();
  });
});
