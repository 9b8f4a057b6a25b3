#!/usr/bin/env node
import { greeting } from './cli/greeting';
import { packageVersion } from './cli/package-version';
import { type CliArguments, HELP, readArguments } from './cli/read-arguments';
import { DEMO_CUSTOMERS } from './demo-customers';
import { createSimulator } from './simulator';

async function run(args: CliArguments): Promise<void> {
  const { host, port, seed, webhookUrl, phoneNumberId, identityCheck, api, verified, username, password } = args;
  const onError = (error: unknown): void => console.error(error);
  // Not an argument: those of a process are for everybody on the machine to see.
  const controlToken = process.env.WHATSAPP_SIMULATOR_TOKEN || undefined;
  const simulator = createSimulator({ host, port, seed, controlToken, onError });
  const { world } = simulator;
  const number = world.addNumber({ phoneNumberId, identityCheck, api, verified, username, password });
  for (const customer of DEMO_CUSTOMERS) world.addCustomer(customer);
  await simulator.start();
  const stop = (): void => {
    simulator.close().catch(onError);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    const handshake = webhookUrl === undefined ? undefined : await world.setWebhook(number.phoneNumberId, webhookUrl);
    process.stdout.write(greeting(simulator, number, handshake));
  } catch (error) {
    await simulator.close();
    throw error;
  }
}

function main(argv: readonly string[]): void {
  const fail = (status: number) => (error: unknown) => {
    console.error(`whatsapp-simulator: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = status;
  };
  let args: CliArguments;
  try {
    args = readArguments(argv);
  } catch (error) {
    fail(2)(error);
    return;
  }
  if (args.show === 'help') process.stdout.write(HELP);
  else if (args.show === 'version') console.log(packageVersion());
  else run(args).catch(fail(1));
}

main(process.argv.slice(2));
