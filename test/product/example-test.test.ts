import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../harness/free-port';
import { projectDirectory } from '../harness/node-red';
import { type Product, startProduct } from './product';

describe('the example of a test', function () {
  this.timeout(60_000);
  let product: Product | undefined;
  const env = { WHATSAPP_SIMULATOR_PORT: '', WHATSAPP_SIMULATOR_TOKEN: 'secret' };
  before(async () => {
    env.WHATSAPP_SIMULATOR_PORT = String(await freePort());
    product = await startProduct({ env });
  });
  after(() => product?.stop());

  /** Runs it as its users do; gives the exit code and what it said. */
  async function runExample(more: Record<string, string> = {}): Promise<{ code: number; output: string }> {
    const file = join(projectDirectory, 'examples', 'answer.test.mjs');
    const child = spawn(process.execPath, ['--test', file], {
      env: { ...process.env, NODE_V8_COVERAGE: '', ...env, ...more },
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    const [code] = (await once(child, 'close')) as [number];
    return { code, output };
  }

  it('passes beside a flow that keeps its promise, again and again', async () => {
    for (let run = 0; run < 2; run++) {
      const { code, output } = await runExample();
      assert.equal(code, 0, output);
    }
  });

  it('fails where it cannot know', async () => {
    assert.equal((await runExample({ WHATSAPP_SIMULATOR_TOKEN: 'wrong' })).code, 1);
  });
});
