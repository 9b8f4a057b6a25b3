import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const description = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const builtNodes = join(root, 'dist', 'nodes');

rmSync(join(root, 'dist'), { recursive: true, force: true });
compile();
await Promise.all([...editorFiles().map(writeTemplate), writePage()]);
// Node-RED looks for captions, help and icons only beside the built file of the node.
copyInto('locales', join(root, 'nodes', 'locales'));
copyInto('icons', join(root, 'icons'));
for (const command of Object.values(description.bin)) makeExecutable(join(root, command));
checkNodes();

function compile() {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json')], {
    stdio: 'inherit',
  });
  if (status !== 0) fail('The compiler found errors.');
}

function editorFiles() {
  return readdirSync(join(root, 'nodes')).filter((file) => file.endsWith('.editor.ts'));
}

/** The simulator's page: its script in one file, beside what does not have to be built. */
async function writePage() {
  const source = join(root, 'src', 'simulator', 'page');
  const built = join(root, 'dist', 'src', 'simulator', 'page');
  for (const file of ['index.html', 'page.css']) cpSync(join(source, file), join(built, file));
  await build({
    entryPoints: [join(source, 'client', 'main.ts')],
    outfile: join(built, 'page.js'),
    bundle: true,
    format: 'iife',
    charset: 'utf8',
    target: 'es2022',
    tsconfig: join(root, 'tsconfig.editor.json'),
    logLevel: 'warning',
  });
}

/** Joins a node's registration and its template into the one file that the editor loads. */
async function writeTemplate(editorFile) {
  const type = editorFile.replace(/\.editor\.ts$/, '');
  const template = readFileSync(join(root, 'nodes', `${type}.html`), 'utf8');
  const bundle = await build({
    entryPoints: [join(root, 'nodes', editorFile)],
    bundle: true,
    write: false,
    format: 'iife',
    // Not minified: Node-RED's scorecard reads the call of registerType as text.
    minify: false,
    charset: 'utf8',
    target: 'es2020',
    tsconfig: join(root, 'tsconfig.editor.json'),
    logLevel: 'warning',
  });
  const script = bundle.outputFiles[0].text;
  if (/<\/script/i.test(script)) fail(`${editorFile}: a script inside a page cannot contain "</script".`);
  writeFileSync(join(builtNodes, `${type}.html`), `<script type="text/javascript">\n${script}</script>\n\n${template}`);
}

function copyInto(name, source) {
  if (existsSync(source)) cpSync(source, join(builtNodes, name), { recursive: true });
}

function makeExecutable(file) {
  const source = readFileSync(file, 'utf8');
  if (!source.startsWith('#!')) fail(`${file} is a command, but its source does not start with "#!/usr/bin/env node".`);
  chmodSync(file, 0o755);
}

/** Whatever package.json promises to Node-RED must be there. */
function checkNodes() {
  const { nodes, plugins = {} } = description['node-red'];
  const promised = [...Object.values(nodes), ...Object.values(plugins)].flatMap((file) => [
    file,
    file.replace(/\.js$/, '.html'),
  ]);
  const missing = promised.filter((file) => !existsSync(join(root, file)));
  if (missing.length > 0) fail(`package.json promises files that were not built: ${missing.join(', ')}`);
}

function fail(reason) {
  console.error(reason);
  process.exit(1);
}
