import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { description, root } from './root.mjs';
import { StartError } from './start-error.mjs';

const EXAMPLE = 're-authentication.json';

/**
 * Puts the nodes into a user directory, and settings and the example where there are none. Whatever is there stays.
 *
 * @param nodeRed the folder of Node-RED
 * @returns whether the directory has a copy of the nodes of its own, which Node-RED then takes
 * @throws StartError
 */
export function prepareUserDirectory(directory, nodeRed) {
  try {
    mkdirSync(directory, { recursive: true });
    addSettings(directory, nodeRed);
    const flowFile = flowFileOf(directory);
    if (!existsSync(flowFile)) copyFileSync(join(root, 'examples', EXAMPLE), flowFile);
    return !linkPackage(directory);
  } catch (error) {
    throw new StartError(`The user directory ${directory} cannot be used: ${error.message}`);
  }
}

/** Node-RED's own settings, with a key of this directory's own for the credentials of its flows. */
function addSettings(directory, nodeRed) {
  const file = join(directory, 'settings.js');
  if (existsSync(file)) return;
  const key = randomBytes(32).toString('hex');
  const settings = readFileSync(join(nodeRed, 'settings.js'), 'utf8');
  const withKey = settings.replace(/^( *)\/\/ ?credentialSecret:.*$/m, `$1credentialSecret: "${key}",`);
  writeFileSync(file, withKey, { mode: 0o600 });
}

function flowFileOf(directory) {
  const { flowFile } = settingsOf(directory);
  if (flowFile) return resolve(directory, flowFile);
  // What Node-RED called it before version 2, and still takes.
  const former = join(directory, `flows_${hostname()}.json`);
  return existsSync(former) ? former : join(directory, 'flows.json');
}

function settingsOf(directory) {
  try {
    return createRequire(import.meta.url)(join(directory, 'settings.js'));
  } catch {
    // Node-RED reads it next, and says what is wrong with it.
    return {};
  }
}

/** @returns whether the link is there, and leads here */
function linkPackage(directory) {
  const link = join(directory, 'node_modules', ...description.name.split('/'));
  const present = lstatSync(link, { throwIfNoEntry: false });
  if (present !== undefined && !present.isSymbolicLink()) return false;
  if (present !== undefined) {
    if (existsSync(link) && realpathSync(link) === realpathSync(root)) return true;
    unlinkSync(link);
  }
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(root, link, 'junction');
  return true;
}
