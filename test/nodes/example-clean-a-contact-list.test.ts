import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FlowNode } from '../harness/flow';
import { projectDirectory } from '../harness/node-red';
import { type Message, type Runtime, startRuntime } from '../harness/runtime';

interface ExampleNode extends FlowNode {
  name: string;
}

const example: ExampleNode[] = JSON.parse(
  readFileSync(join(projectDirectory, 'examples', 'clean-a-contact-list.json'), 'utf8'),
);

const idOf = (name: string): string => {
  const found = example.find((node) => node.name === name);
  assert.ok(found, name);
  return found.id;
};

describe('the example clean-a-contact-list', () => {
  let red: Runtime;
  before(async () => {
    red = await startRuntime();
    // Where its debug nodes are taken away, the harness collects what they would show.
    await red.deploy(example.filter(({ type }) => type !== 'debug'));
  });
  after(() => red.stop());

  for (const button of ['check my list', 'every Monday at 9']) {
    it(`checks the list and writes it again: ${button}`, async () => {
      red.clear();
      red.send(idOf(button), {});
      const [list] = await red.waitFor<Message & { payload: string }>(idOf('checked list'));
      assert.deepEqual(list?.payload.trim().split('\n'), [
        'name,phone,status,number,country,reason',
        'Ana,+1 631 555 1001,plausible,+16315551001,US,',
        'Ben,(631) 555-1002,plausible,+16315551002,US,',
        'Chloé,+33 6 12 34 56 78,plausible,+33612345678,FR,',
        'Dina,+1 631 55,invalid,,,phone_number_invalid',
        'Emil,,invalid,,,number_missing',
        "Ana's office,+1 (631) 555-1001,plausible,+16315551001,US,",
      ]);
      const [wrong] = await red.waitFor(idOf('to correct'));
      assert.deepEqual(wrong?.payload, ['Dina: phone_number_invalid', 'Emil: number_missing']);
      assert.deepEqual(red.received(idOf('error')), []);
    });
  }

  it('presses its second button by itself, once a week', () => {
    assert.equal(example.find(({ name }) => name === 'every Monday at 9')?.crontab, '00 09 * * 1');
  });
});
