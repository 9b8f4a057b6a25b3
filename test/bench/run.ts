import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

// All benchmarks, one after the other, or those that are named. With `--json` one line, and nothing else.

const ALL = ['intake', 'growth', 'sending'];
const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const isJson = process.argv.includes('--json');
const unknown = named.find((name) => !ALL.includes(name));
if (unknown !== undefined) throw new Error(`There is no benchmark "${unknown}", but: ${ALL.join(', ')}`);

const results: object[] = [];
for (const name of named.length > 0 ? named : ALL) {
  const args = [...process.execArgv, join(__dirname, `${name}.ts`), ...process.argv.slice(2)];
  const { status, stdout } = spawnSync(process.execPath, args, {
    stdio: ['ignore', isJson ? 'pipe' : 'inherit', 'inherit'],
    encoding: 'utf8',
  });
  if (status !== 0) process.exit(status ?? 1);
  if (isJson) results.push(JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as object);
}
if (isJson) console.log(JSON.stringify(Object.assign({}, ...results)));
