import { buildIfOutdated } from './start/build-if-outdated.mjs';
import { checkPort } from './start/check-port.mjs';
import { greet } from './start/greeting.mjs';
import { findNodeRed, runNodeRed } from './start/node-red.mjs';
import { HELP, readOptions } from './start/options.mjs';
import { StartError } from './start/start-error.mjs';
import { prepareUserDirectory } from './start/user-directory.mjs';

// Node-RED brings its own handler, which stops the flows first.
const stop = () => process.exit(0);
process.on('SIGINT', stop);

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === 'help') console.log(HELP);
  else await start(options);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function start(options) {
  const nodeRed = findNodeRed();
  await checkPort(options.port, options.host, 'PORT');
  await checkPort(options.simulatorPort, '127.0.0.1', 'WHATSAPP_SIMULATOR_PORT');
  buildIfOutdated();
  const hasOwnPackage = prepareUserDirectory(options.userDirectory, nodeRed);
  process.off('SIGINT', stop);
  const RED = await runNodeRed(nodeRed, options);
  console.log(await greet(RED, { ...options, hasOwnPackage }));
}
