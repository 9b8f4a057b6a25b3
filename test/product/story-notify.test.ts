import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Collector, startCollector } from '../harness/collector';
import type { FlowNode } from '../harness/flow';
import { projectDirectory } from '../harness/node-red';
import { type NodeRedProcess, startNodeRed } from '../harness/node-red-process';

const example: FlowNode[] = JSON.parse(readFileSync(join(projectDirectory, 'examples', 'notify-or-sms.json'), 'utf8'));
const idOf = (name: string): string => example.find((node) => node.name === name)?.id ?? '';

/** What stands for the SMS provider, and the other ends, are replaced by something that the test can read. */
const COLLECTORS: [end: string, collector: string][] = [
  ['your SMS provider', 'sms'],
  ['delivered by WhatsApp', 'delivered'],
  ['held: no SMS', 'held'],
  ['failed', 'failed'],
  ["Ana's phone", 'phone'],
];

describe('notify, or send an SMS, imported into Node-RED', function () {
  this.timeout(60_000);
  let red: NodeRedProcess;
  let collector: Collector;
  before(async () => {
    collector = await startCollector();
    red = await startNodeRed({ collector });
    const replaced = new Map(COLLECTORS.map(([end, name]) => [idOf(end), name]));
    await red.deploy(
      example.map((node) => ({
        ...node,
        ...(node.wires && { wires: node.wires.map((targets) => targets.map((id) => replaced.get(id) ?? id)) }),
      })),
    );
  });
  after(async () => {
    await red.stop();
    await collector.close();
  });
  const press = (name: string): Promise<unknown> =>
    red.inject(example.find((node) => node.type === 'inject' && String(node.name).startsWith(`${name} ·`))?.id ?? '');
  const at = (path: string) => collector.posts.filter((post) => post.path === path).map(({ body }) => body);

  it('tells the customer by a template, and waits until it is on her phone', async () => {
    await press('1');
    const { body } = await collector.waitFor(({ path }) => path === 'delivered');
    assert.deepEqual([body.topic, body.order], ['delivered', 'A-1042']);
    assert.deepEqual(at('sms'), []);
  });

  it('sends an SMS once WhatsApp has not delivered it in time', async () => {
    await press('2');
    await press('3');
    const { body } = await collector.waitFor(({ path }) => path === 'sms', 20_000);
    assert.deepEqual(body.payload, {
      to: '+16315551001',
      text: 'Hello Ana, your order A-1043 is on its way and arrives on Monday.',
    });
  });

  it('lets WhatsApp deliver what waited, when the phone is back', async () => {
    await press('4');
    await collector.waitFor(({ path, body }) => path === 'phone' && JSON.stringify(body.payload).includes('A-1043'));
    assert.deepEqual(
      COLLECTORS.map(([, name]) => [name, at(name).length]).filter(([name]) => name !== 'phone'),
      [
        ['sms', 1],
        ['delivered', 1],
        ['held', 0],
        ['failed', 0],
      ],
    );
  });
});
