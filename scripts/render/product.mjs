import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../start/root.mjs';

/**
 * What `npm start` runs, with an example as its flow, on free ports and in a folder of its own.
 *
 * @returns `{ editor, flow, press, stop }`: the editor's address, the flow's nodes, what presses the button whose name begins so
 */
export async function startProduct(example) {
  const folder = mkdtempSync(join(tmpdir(), 'render-flow-'));
  copyFileSync(join(root, 'examples', `${example}.json`), join(folder, 'flows.json'));
  const child = spawn(process.execPath, [join(root, 'scripts', 'start.mjs'), '--userDir', folder], {
    // Statuses are in the language of the process.
    env: { ...process.env, PORT: '0', LANG: 'en_US.UTF-8', LC_ALL: 'en_US.UTF-8' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const ended = new Promise((resolve) => child.once('close', resolve));
  await new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      if (output.includes('Ctrl-C stops')) resolve();
    });
    child.once('close', () => reject(new Error(`It did not start:\n${output}`)));
  });
  const editor = /^ {2}Editor +(\S+)/m.exec(output)[1];
  const flow = JSON.parse(readFileSync(join(folder, 'flows.json'), 'utf8'));
  return {
    editor,
    flow,
    async press(name) {
      const node = flow.find((candidate) => candidate.type === 'inject' && candidate.name?.startsWith(name));
      await fetch(`${editor}inject/${node.id}`, { method: 'POST' });
    },
    async stop() {
      child.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
