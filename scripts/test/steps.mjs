import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runMocha } from './mocha.mjs';
import { root } from './root.mjs';
import { run } from './run.mjs';

const coverage = join(root, '.cache', 'coverage');

/** A step that a program decides by its exit code; what it wrote shows only if it fails. */
const program = (name, ...commands) => ({
  name,
  async go() {
    for (const [tool, ...args] of commands) {
      const { code, output } = await run(process.execPath, [join(root, tool), ...args]);
      if (code === 0) continue;
      console.log(output.trim());
      return { ok: false, failed: 1 };
    }
    return { ok: true };
  },
});

const suite = (name, folders, options) => ({ name, go: () => runMocha(folders, options) });

const modules = 'node_modules';
const measured = { env: { NODE_V8_COVERAGE: coverage } };

const types = program(
  'types',
  [`${modules}/typescript/bin/tsc`, '-p', 'tsconfig.json'],
  [`${modules}/typescript/bin/tsc`, '-p', 'tsconfig.editor.json'],
);
const lint = program('lint and format', [
  `${modules}/@biomejs/biome/bin/biome`,
  'check',
  '--error-on-warnings',
  '--colors=off',
  '.',
]);
const deadCode = program('dead code', [`${modules}/knip/bin/knip.js`, '--no-progress']);
const build = program('build', ['scripts/build.mjs'], [`${modules}/publint/src/cli.js`, '--strict', '--pack=npm']);

const unit = {
  name: 'unit tests',
  go() {
    rmSync(coverage, { recursive: true, force: true });
    return runMocha(['unit'], measured);
  },
};
const nodes = suite('node tests on Node-RED 4.1', ['harness', 'nodes'], measured);
const covered = program('coverage', [
  `${modules}/c8/bin/c8.js`,
  'report',
  `--temp-directory=${coverage}`,
  '--reports-dir=coverage',
  '--reporter=text',
  '--reporter=lcovonly',
  '--include=src/**',
  '--include=nodes/**',
  '--exclude=nodes/*.editor.ts',
  '--check-coverage',
  '--lines=90',
]);

export const quickSteps = [types, lint, deadCode, build, unit, nodes, covered];

/** How the same tests are run on Node-RED 5.0, if there is one. */
const onNodeRed5 = (found) => found && { node: found.node, env: { NODE_RED_PATH: found.nodeRedPath } };

export function fullSteps({ chromium, nodeRed5 }) {
  const on5 = onNodeRed5(nodeRed5);
  const browser = { CHROMIUM: chromium };
  return [
    ...quickSteps,
    suite('package', ['package']),
    suite('product and faults on Node-RED 4.1', ['product', 'faults']),
    chromium && suite('browser on Node-RED 4.1', ['browser'], { env: browser, minutes: 10 }),
    on5 && suite('product on Node-RED 5.0', ['product'], on5),
    on5 &&
      chromium &&
      suite('browser on Node-RED 5.0', ['browser'], {
        ...on5,
        env: { ...on5.env, ...browser },
        minutes: 10,
        // What is the same whatever the version.
        without: 'browser/once',
      }),
  ].filter(Boolean);
}

// Long tests read LONG_MINUTES to know how much they may do; what takes far longer hangs.
const longMinutes = Number(process.env.LONG_MINUTES || 60);

export function longSteps({ nodeRed5 }) {
  const on5 = onNodeRed5(nodeRed5);
  return [
    build,
    on5 && suite('node tests on Node-RED 5.0', ['harness', 'nodes'], on5),
    on5 && suite('faults on Node-RED 5.0', ['faults'], on5),
    suite('long runs', ['long'], { minutes: longMinutes * 1.5 + 2 }),
  ].filter(Boolean);
}
