import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, sep } from 'node:path';
import { root } from './root.mjs';
import { run } from './run.mjs';

const countsFile = join(root, '.cache', 'counts.json');

/**
 * Runs all tests in the given folders of `test/` in one mocha, on this Node.js unless told, but for the folder `without`, and
 * resolves with `{ ok, passed, failed, pending }`.
 */
export async function runMocha(folders, { node = process.execPath, env = {}, minutes = 5, without } = {}) {
  const leftOut = without === undefined ? undefined : join(root, 'test', without, sep);
  const files = folders
    .flatMap((folder) => testFiles(join(root, 'test', folder)))
    .filter((file) => leftOut === undefined || !file.startsWith(leftOut));
  if (files.length === 0) {
    console.log(`  There are no tests in ${folders.map((folder) => `test/${folder}`).join(', ')} yet.`);
    return { ok: true, passed: 0, failed: 0, pending: 0 };
  }
  mkdirSync(join(root, '.cache'), { recursive: true });
  rmSync(countsFile, { force: true });
  const mocha = join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const reporter = join(root, 'scripts', 'test', 'reporter.cjs');
  const { code } = await run(node, [mocha, '--forbid-only', '--reporter', reporter, ...files], {
    env: { ...env, COUNTS_FILE: countsFile },
    show: true,
    minutes,
  });
  // A mocha that ended before its end (a syntax error, a crash, a hanging server) is one failure more than it counted.
  const counts = existsSync(countsFile)
    ? JSON.parse(readFileSync(countsFile, 'utf8'))
    : { passed: 0, failed: 0, pending: 0 };
  const ok = code === 0 && counts.failed === 0;
  if (!ok && counts.failed === 0) counts.failed = 1;
  return { ok, ...counts };
}

function testFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.test.ts'))
    .sort()
    .map((file) => join(folder, file));
}
