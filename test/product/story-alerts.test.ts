import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Collector, startCollector } from '../harness/collector';
import type { FlowNode } from '../harness/flow';
import { projectDirectory } from '../harness/node-red';
import { type NodeRedProcess, startNodeRed } from '../harness/node-red-process';

const example: FlowNode[] = JSON.parse(readFileSync(join(projectDirectory, 'examples', 'account-alerts.json'), 'utf8'));

/** The button of each event, where it must come out, and what the sentence for people says. */
const EVENTS: [string, 'critical' | 'warning' | 'info', RegExp][] = [
  ['1', 'critical', /broke a policy/],
  ['2', 'warning', /going to be disabled/],
  ['3', 'critical', /is disabled: nothing is sent/],
  ['4', 'warning', /block or report the number/],
  ['5', 'warning', /If that is none of you, the number is being taken over/],
  ['6', 'info', /works again/],
  ['7', 'info', /name is approved/],
];

describe('account alerts, imported into Node-RED', function () {
  this.timeout(60_000);
  let red: NodeRedProcess;
  let collector: Collector;
  before(async () => {
    collector = await startCollector();
    red = await startNodeRed({ collector });
    // What stands for pager, e-mail and log is replaced by something that the test can read.
    const flow = example.map((node) =>
      node.type === 'switch' ? { ...node, wires: [['critical'], ['warning'], ['info']] } : node,
    );
    await red.deploy(flow);
  });
  after(async () => {
    await red.stop();
    await collector.close();
  });

  for (const [button, severity, sentence] of EVENTS) {
    it(`tells of button ${button} as ${severity}, in a sentence`, async () => {
      const node = example.find(({ type, name }) => type === 'inject' && String(name).startsWith(`${button} ·`));
      await red.inject(node?.id ?? '');
      const { path, body } = await collector.waitFor(({ body: { payload } }) => sentence.test(String(payload)));
      assert.equal(path, severity);
      const { whatsapp, event } = body as { whatsapp: Record<string, unknown>; event: unknown };
      assert.deepEqual([whatsapp.severity, whatsapp.simulated, typeof event], [severity, true, 'object']);
    });
  }

  it('tells each of them once', () => {
    assert.equal(collector.posts.length, EVENTS.length);
  });
});
