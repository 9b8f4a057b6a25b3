import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from './start-error.mjs';

const require = createRequire(import.meta.url);

/**
 * The folder of Node-RED: the one that npm installed here, or NODE_RED_PATH.
 *
 * @throws StartError
 */
export function findNodeRed() {
  try {
    return process.env.NODE_RED_PATH || dirname(require.resolve('node-red/package.json'));
  } catch {
    throw new StartError('Node-RED is not installed yet. Run: npm ci');
  }
}

/**
 * Runs Node-RED in this process, so that nothing can outlive it; Ctrl-C is answered by Node-RED from now on, and a
 * failed start ends the process.
 *
 * @returns Node-RED's API, once it listens and its flows have been started
 */
export async function runNodeRed(folder, { userDirectory, port, host }) {
  // Its questions and tours can wait until after the first minute.
  process.env.NODE_RED_DISABLE_TELEMETRY ??= 'true';
  process.env.NODE_RED_ENABLE_TOURS ??= 'false';
  keepOffProxies(process.env);
  delete process.env.WHATSAPP_SIMULATOR_URL;

  const program = join(folder, 'red.js');
  process.argv = [
    process.argv[0],
    program,
    '--userDir',
    userDirectory,
    '--port',
    String(port),
    '--define',
    `uiHost=${host}`,
  ];
  const RED = require(join(folder, 'lib', 'red.js'));
  let isSettled = false;
  RED.events.once('flows:started', () => (isSettled = true));
  RED.events.on('runtime-event', ({ id, payload }) => {
    // It says there why the flows do not start, and waits to be told otherwise in the editor.
    if (id === 'runtime-state' && payload?.error) isSettled = true;
  });
  require(program);
  while (!isSettled || !RED.server?.listening) await delay(20);
  return RED;
}

/** The flows talk to the simulator on this machine, where no proxy may come between. */
function keepOffProxies(env) {
  const exceptions = [env.no_proxy ?? env.NO_PROXY, '127.0.0.1', 'localhost'].filter(Boolean).join(',');
  env.no_proxy = exceptions;
  env.NO_PROXY = exceptions;
}
