import { deepEqual, equal, match } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { waitUntil } from '../../harness/wait';
import { startReceiver } from './support/receiver';
import { afterwards, cleanUp } from './support/stage';

const root = join(__dirname, '..', '..', '..');

function start(...args: string[]) {
  const loader = join(root, 'test', 'harness', 'typescript.cjs');
  const child = spawn(process.execPath, ['--require', loader, join(root, 'src', 'simulator', 'cli.ts'), ...args]);
  afterwards(() => child.kill('SIGKILL'));
  const ended = Promise.all([once(child, 'exit'), text(child.stderr)]).then(([[status], errors]) => ({
    status,
    errors,
  }));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  const shown = (label: string): string => new RegExp(`^ *${label} +(\\S+)`, 'm').exec(output)?.[1] ?? '';
  return { child, ended, shown, output: () => output };
}

describe('the command line of the simulator', function () {
  this.timeout(20_000);
  afterEach(cleanUp);

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`starts with what one needs to connect, and ends on ${signal}`, async () => {
      const cli = start('--port', '0', '--phone-number-id', '106540352242922', '--identity-check');
      await waitUntil(() => cli.output().includes('Ctrl-C'), { timeout: 15_000 });
      const answer = await fetch(`${cli.shown('Graph API')}/v25.0/${cli.shown('Phone number ID')}`, {
        headers: { authorization: `Bearer ${cli.shown('Access token')}` },
      });
      equal(((await answer.json()) as { id: string }).id, '106540352242922');
      const headers = { authorization: `Bearer ${cli.shown('Control token')}` };
      const state = await fetch(`${cli.shown('Control API')}/state`, { headers });
      const { customers, numbers } = (await state.json()) as {
        customers: unknown[];
        numbers: { identityCheck: boolean }[];
      };
      deepEqual([customers.length, numbers[0]?.identityCheck], [2, true]);
      cli.child.kill(signal);
      deepEqual(await cli.ended, { status: 0, errors: '' });
    });
  }

  it('sends signed webhooks to the URL it was given', async () => {
    const receiver = await startReceiver();
    afterwards(() => receiver.close());
    const cli = start('--port=0', '--seed=test', '--webhook', receiver.url);
    await waitUntil(() => cli.output().includes('Ctrl-C'), { timeout: 15_000 });
    match(cli.output(), /Webhook .*not verified, asked again: answered 403/);
    receiver.verifyToken = cli.shown('Verify token');
    receiver.appSecret = cli.shown('App secret');
    const headers = { authorization: `Bearer ${cli.shown('Control token')}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ text: 'Hello' });
    await fetch(`${cli.shown('Control API')}/customers/+16315551001/messages`, { method: 'POST', headers, body });
    await waitUntil(() => receiver.messages()[0]?.message.text.body === 'Hello');
    equal(receiver.webhooks[0]?.isSigned, true);
  });

  it('takes the control token from the environment', async () => {
    process.env.WHATSAPP_SIMULATOR_TOKEN = 'a-token-of-my-own';
    afterwards(() => delete process.env.WHATSAPP_SIMULATOR_TOKEN);
    const cli = start('--port', '0');
    await waitUntil(() => cli.output().includes('Ctrl-C'), { timeout: 15_000 });
    const headers = { authorization: 'Bearer a-token-of-my-own' };
    equal((await fetch(`${cli.shown('Control API')}/state`, { headers })).status, 200);
  });

  it('can begin with a number to verify', async () => {
    const cli = start('--port', '0', '--unverified');
    await waitUntil(() => cli.output().includes('Ctrl-C'), { timeout: 15_000 });
    const url = `${cli.shown('Graph API')}/v25.0/${cli.shown('Phone number ID')}/request_code?code_method=SMS&language=en`;
    const authorization = `Bearer ${cli.shown('Access token')}`;
    equal((await fetch(url, { method: 'POST', headers: { authorization } })).status, 200);
    const [, codesUrl = '', token = ''] = /curl (\S+\/codes) -H '(?:Authorization: )(.*)'/.exec(cli.output()) ?? [];
    const { codes } = (await (await fetch(codesUrl, { headers: { authorization: token } })).json()) as {
      codes: unknown[];
    };
    equal(codes.length, 1);
  });

  it('can be the On-Premises API', async () => {
    const cli = start('--port=0', '--api=on-premises', '--username=shop', '--password=secret');
    await waitUntil(() => cli.output().includes('Ctrl-C'), { timeout: 15_000 });
    deepEqual([cli.shown('User name'), cli.shown('Password')], ['shop', 'secret']);
    const authorization = `Basic ${Buffer.from('shop:secret').toString('base64')}`;
    const login = `${cli.shown('On-Premises API')}/users/login`;
    equal((await fetch(login, { method: 'POST', headers: { authorization } })).status, 200);
  });

  it('says in one line that its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    afterwards(() => other.close());
    const { port } = other.address() as AddressInfo;
    deepEqual(await start('--port', String(port)).ended, {
      status: 1,
      errors: `whatsapp-simulator: Port ${port} on 127.0.0.1 is already in use.\n`,
    });
  });

  const refused: [args: string[], status: number, message: RegExp][] = [
    [['--nothing'], 2, /--nothing/],
    [['--port', 'x'], 2, /--port must be a number/],
    [['--api', 'graph'], 2, /--api must be cloud or on-premises/],
    [['--host', '0.0.0.0'], 1, /loopback/],
    [['--port', '0', '--webhook', 'http://example.com'], 1, /this machine only/],
  ];
  for (const [args, status, message] of refused) {
    it(`refuses ${args.join(' ')}`, async () => {
      const { status: exit, errors } = await start(...args).ended;
      equal(exit, status);
      match(errors, message);
      equal(errors.trim().split('\n').length, 1);
    });
  }

  it('tells its version and its options', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    const [told, help] = [start('--version'), start('--help')];
    deepEqual(
      [await told.ended, await help.ended].map(({ status }) => status),
      [0, 0],
    );
    equal(told.output().trim(), version);
    for (const option of [
      'port',
      'host',
      'webhook',
      'phone-number-id',
      'seed',
      'identity-check',
      'unverified',
      'api',
      'username',
      'password',
    ]) {
      match(help.output(), new RegExp(`--${option} `));
    }
  });
});
