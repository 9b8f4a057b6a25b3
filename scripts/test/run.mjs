import { spawn } from 'node:child_process';
import { root } from './root.mjs';

/**
 * Runs a program in the project's folder and resolves with its exit code (1 if a signal ended it) and its output.
 * Output is collected, or with `show` goes to the terminal as it comes. Ends the program after `minutes`.
 */
export function run(program, args, { env = {}, show = false, minutes = 5 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text) => (output += text));
    const timer = setTimeout(() => {
      output += `\nEnded after ${minutes} minutes.`;
      if (show)
        console.log(`Ended after ${minutes} minutes: it hangs, or something that a test opened was not closed.`);
      child.kill('SIGKILL');
    }, minutes * 60_000);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, output });
    });
  });
}
