import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './root.mjs';
import { StartError } from './start-error.mjs';

export const HELP = `Usage: npm start [-- --userDir <folder>]

Runs Node-RED with the WhatsApp nodes, an example flow and the simulator.

  PORT                      port of Node-RED (default 1880; 0 takes any free one)
  HOST                      address that Node-RED listens on (default 127.0.0.1: this machine only)
  NODE_RED_USER_DIR         folder for flows and settings (default .userdir; what is there already stays as it is)
  WHATSAPP_SIMULATOR_PORT   port of the simulator (default: any free one)
  WHATSAPP_SIMULATOR_TOKEN  token for the simulator's control API (default: made up at each start)

  --userDir <folder>        goes before NODE_RED_USER_DIR
  --help                    show this`;

/**
 * What the user asks for: `{ port, host, userDirectory, simulatorPort }`, or `'help'`.
 *
 * @throws StartError
 */
export function readOptions(args, env) {
  const { help, userDir } = readArguments(args);
  if (help) return 'help';
  return {
    port: readPort('PORT', env.PORT, 1880),
    host: env.HOST || '127.0.0.1',
    userDirectory: resolve(userDir || env.NODE_RED_USER_DIR || join(root, '.userdir')),
    simulatorPort: readPort('WHATSAPP_SIMULATOR_PORT', env.WHATSAPP_SIMULATOR_PORT, 0),
  };
}

function readArguments(args) {
  try {
    const options = { userDir: { type: 'string' }, help: { type: 'boolean', short: 'h' } };
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new StartError(`${error.message} See: npm start -- --help`);
  }
}

function readPort(name, text, byDefault) {
  if (text === undefined || text === '') return byDefault;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new StartError(`${name} is "${text}", but a port is a number from 0 to 65535.`);
}
