import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs npm in a folder and resolves with what it wrote to standard output; throws with its complaint if it fails. */
export async function npm(directory: string, ...args: string[]): Promise<string> {
  const options = { cwd: directory, maxBuffer: 64 * 1024 * 1024, shell: process.platform === 'win32' };
  const { stdout } = await promisify(execFile)('npm', args, options);
  return stdout;
}
