import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export const projectDirectory = join(__dirname, '..', '..');

/** The Node-RED under test: NODE_RED_PATH (the folder of its package), else the development dependency. */
export const nodeRedDirectory =
  process.env.NODE_RED_PATH || dirname(createRequire(__filename).resolve('node-red/package.json'));

if (!existsSync(join(nodeRedDirectory, 'package.json'))) {
  throw new Error(`NODE_RED_PATH names no Node-RED package: ${nodeRedDirectory}`);
}

/** Resolves modules as Node-RED itself would, so that its own express and editor packages are found. */
export const nodeRedRequire = createRequire(join(nodeRedDirectory, 'package.json'));

export const nodeRedVersion: string = JSON.parse(readFileSync(join(nodeRedDirectory, 'package.json'), 'utf8')).version;

interface PackageDescription {
  name: string;
  version: string;
  'node-red': { version: string; nodes: Record<string, string>; plugins?: Record<string, string> };
}

/** Our own package.json: what the tests know about node types comes from here. */
export const ownPackage: PackageDescription = JSON.parse(readFileSync(join(projectDirectory, 'package.json'), 'utf8'));
