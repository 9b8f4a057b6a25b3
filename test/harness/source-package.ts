import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COLLECTOR_TYPE } from './flow';
import { ownPackage, projectDirectory } from './node-red';

/**
 * Puts a package into the user directory whose nodes are the TypeScript sources themselves, so that a test never
 * runs an old build and shares its modules with the nodes. It needs a loader for TypeScript in this process.
 */
export function installSources(userDirectory: string): void {
  const root = join(userDirectory, 'node_modules', ...ownPackage.name.split('/'));
  const nodes = join(root, 'nodes');
  mkdirSync(nodes, { recursive: true });

  const types = Object.keys(ownPackage['node-red'].nodes);
  for (const type of types) {
    writeNode(
      nodes,
      type,
      `module.exports = require(${JSON.stringify(join(projectDirectory, 'nodes', `${type}.ts`))});`,
    );
  }
  const { plugins = {} } = ownPackage['node-red'];
  for (const name of Object.keys(plugins)) {
    writeFileSync(
      join(nodes, `${name}.js`),
      `module.exports = require(${JSON.stringify(join(projectDirectory, 'nodes', `${name}.ts`))});`,
    );
  }
  writeNode(nodes, COLLECTOR_TYPE, collectorSource);
  const locales = join(projectDirectory, 'nodes', 'locales');
  if (existsSync(locales)) symlinkSync(locales, join(nodes, 'locales'), 'dir');

  const filesOf = (names: string[]) => Object.fromEntries(names.map((name) => [name, `nodes/${name}.js`]));
  const nodeRed = {
    ...ownPackage['node-red'],
    nodes: filesOf([...types, COLLECTOR_TYPE]),
    plugins: filesOf(Object.keys(plugins)),
  };
  const description = { ...ownPackage, 'node-red': nodeRed };
  writeFileSync(join(root, 'package.json'), JSON.stringify(description));
}

function writeNode(directory: string, type: string, source: string): void {
  writeFileSync(join(directory, `${type}.js`), source);
  // Node-RED learns from the template which types a file registers.
  writeFileSync(join(directory, `${type}.html`), `<script type="text/html" data-template-name="${type}"></script>`);
}

const collectorSource = `
module.exports = function (RED) {
  RED.nodes.registerType('${COLLECTOR_TYPE}', function (config) {
    RED.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => {
      RED.events.emit('${COLLECTOR_TYPE}', { collector: this.id, msg });
      done();
    });
  });
};
`;
