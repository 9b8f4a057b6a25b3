import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { run } from './run.mjs';

const NODE_RED = '5.0.7';
const NODE = '24';

const folder = join(root, '.cache', 'node-red-5');
const nodeRedPath = join(folder, 'node_modules', 'node-red');

/** `{ node, nodeRedPath }`: a Node.js that Node-RED 5 accepts and the Node-RED 5 to test against, or null. */
export async function findOrInstallNodeRed5() {
  const packages = [`node-red@${NODE_RED}`];
  const ownNode = nodePackage();
  if (ownNode !== null) packages.push(`${ownNode}@${NODE}`);
  const node = ownNode === null ? process.execPath : join(folder, 'node_modules', ownNode, 'bin', 'node');
  if (ownNode === null && !isNewEnough(process.versions.node)) return null;

  if (!existsSync(node) || installedVersion() !== NODE_RED) {
    console.log(`Installing ${packages.join(' and ')} into .cache ...`);
    mkdirSync(folder, { recursive: true });
    // Without a package.json of its own, npm would take the project's.
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder, ...packages];
    const installation = await run('npm', args);
    if (installation.code !== 0) console.log(installation.output);
  }
  return existsSync(node) && installedVersion() === NODE_RED ? { node, nodeRedPath } : null;
}

/** The npm package that carries Node.js itself for this machine, where there is one. */
function nodePackage() {
  return process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch) ? `node-linux-${process.arch}` : null;
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 9);
}

function installedVersion() {
  const file = join(nodeRedPath, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : null;
}
