import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// npm leaves optional packages of other platforms out of the lock file if the registry in use does not have them, and
// `npm ci` then refuses everywhere, because the lock file is not complete. This adds what their names tell.

const file = fileURLToPath(new URL('../package-lock.json', import.meta.url));
const lock = JSON.parse(readFileSync(file, 'utf8'));
const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
const present = new Set(Object.keys(lock.packages).map(nameOf));

for (const owner of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
    const platform = present.has(name) ? null : platformOf(name);
    if (platform === null) continue;
    lock.packages[`node_modules/${name}`] = { version, ...(owner.dev && { dev: true }), optional: true, ...platform };
    console.log(`Added ${name}@${version}`);
  }
}

const paths = Object.keys(lock.packages).sort((a, b) => a.localeCompare(b, 'en'));
lock.packages = Object.fromEntries(paths.map((path) => [path, lock.packages[path]]));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);

function platformOf(name) {
  const match = /-(android|darwin|freebsd|linux|openharmony|win32)-([a-z0-9]+)(?:-(\w+))?$/.exec(name);
  if (match === null) return null;
  const [, os, cpu, abi = ''] = match;
  const libc = os === 'linux' && { libc: [abi.startsWith('musl') ? 'musl' : 'glibc'] };
  return { os: [os], cpu: [cpu], ...libc };
}
