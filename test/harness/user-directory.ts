import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ownPackage, projectDirectory } from './node-red';

/** Writes a settings file that opens nothing but a free loopback port and asks nothing of the outside world. */
export function writeSettings(userDirectory: string, settings: Record<string, unknown>): void {
  const all = {
    uiHost: '127.0.0.1',
    uiPort: 0,
    flowFile: 'flows.json',
    lang: 'en-US',
    credentialSecret: 'harness',
    telemetry: { enabled: false, updateNotification: false },
    editorTheme: { tours: false },
    ...settings,
  };
  writeFileSync(join(userDirectory, 'settings.js'), `module.exports = ${JSON.stringify(all, null, 2)};\n`);
}

/** Installs our built package into a user directory by a link, which may be there from an earlier run. */
export function linkOwnPackage(userDirectory: string): void {
  const linked = join(userDirectory, 'node_modules', ...ownPackage.name.split('/'));
  mkdirSync(dirname(linked), { recursive: true });
  try {
    symlinkSync(projectDirectory, linked, 'dir');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
