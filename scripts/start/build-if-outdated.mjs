import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { description, root } from './root.mjs';
import { StartError } from './start-error.mjs';

const SOURCES = ['src', 'nodes', 'icons', 'scripts/build.mjs', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];

/**
 * Makes `dist` where it is missing, or older than a source.
 *
 * @throws StartError
 */
export function buildIfOutdated() {
  if (builtAt() > Math.max(...SOURCES.map((path) => latestChange(join(root, path))))) return;
  console.log('Building ...');
  const { status, signal } = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { stdio: 'inherit' });
  // Ctrl-C reaches both of us.
  if (signal === 'SIGINT') process.exit(0);
  if (status !== 0) throw new StartError('The build failed; what is wrong stands above.');
}

/** When the oldest node was built; 0 where one is missing. */
function builtAt() {
  const files = Object.values(description['node-red'].nodes).map((file) => join(root, file));
  return Math.min(...files.map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0));
}

function latestChange(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  // A folder changes when a file in it is removed or renamed.
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => latestChange(join(path, name))));
}
