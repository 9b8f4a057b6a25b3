import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccountNode } from '../../nodes/whatsapp-account';
import type { FlowNode } from '../harness/flow';
import { projectDirectory } from '../harness/node-red';
import { type Message, type Runtime, startRuntime } from '../harness/runtime';

interface ExampleNode extends FlowNode {
  name: string;
  props?: { v: string }[];
}

interface Content {
  type: string;
  image?: { caption: string };
}

const example: ExampleNode[] = JSON.parse(
  readFileSync(join(projectDirectory, 'examples', 'media-in-and-out.json'), 'utf8'),
);

const idOf = (name: string): string => example.find((node) => node.name === name)?.id ?? assert.fail(name);

describe('the example media-in-and-out', () => {
  let red: Runtime;
  before(async () => {
    red = await startRuntime();
    // Where its debug nodes are taken away, the harness collects what they would show.
    await red.deploy(example.filter(({ type }) => type !== 'debug'));
  });
  after(() => red.stop());

  it('fetches the picture of a customer, and sends it back', async () => {
    const payload = JSON.parse(example.find(({ type }) => type === 'inject')?.props?.[0]?.v ?? '');
    // The simulator of this process may have numbers of other tests too.
    const { simulated } = red.node(idOf('Simulated business')) as AccountNode;
    const to = simulated?.number.phoneNumberId;
    red.send(idOf('which call'), { payload: { ...payload, to } });
    const [fetched] = await red.waitFor<Message & { payload: Buffer; whatsapp: { media: object } }>(idOf('what came'));
    const picture = Buffer.from(payload.media.data, 'base64');
    assert.deepEqual(fetched?.payload, picture);
    const [shown] = await red.waitFor<Message & { payload: { inbox: { content: Content }[] } }>(idOf("Ana's phone"));
    const content = shown?.payload.inbox.at(-1)?.content;
    assert.equal(content?.type, 'image');
    assert.match(content?.image?.caption ?? '', /what we saw/);
    assert.deepEqual(red.received(idOf('error')), []);
  });
});
