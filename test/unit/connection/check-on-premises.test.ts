import { deepEqual } from 'node:assert/strict';
import { checkOnPremises } from '../../../src/connection/check-on-premises';
import type { Finding } from '../../../src/connection/finding';
import type { OnPremisesAuth } from '../../../src/platform/on-premises/settings';
import { createSimulator } from '../../../src/simulator/simulator';
import { answerJson, cleanUp, freeAddress, onCleanUp, serve } from '../platform/loopback';
import { loginAnswer, onPremisesAt } from '../platform/on-premises/on-premises-platform';

const LOGIN = { type: 'login', user: 'admin', password: 'the password' } as const;

const check = (url: string, auth: OnPremisesAuth): Promise<Finding[]> =>
  checkOnPremises(onPremisesAt(url, { auth }), auth.type === 'login');

async function installation(): Promise<string> {
  const simulator = createSimulator();
  await simulator.start();
  onCleanUp(() => simulator.close());
  simulator.world.addNumber({ api: 'on-premises', password: 'the password', apiKey: 'the-key' });
  return simulator.url;
}

const inShort = (findings: Finding[]): string[] => findings.map(({ part, level, code }) => `${part} ${level} ${code}`);

describe('the check of an account of the On-Premises API', () => {
  afterEach(cleanUp);

  it('logs in, and tells version and identity check', async () => {
    const findings = await check(await installation(), LOGIN);
    deepEqual(inShort(findings), [
      'login good logged_in',
      'server good server_found',
      'identityCheck hint identity_check_off',
    ]);
    deepEqual(findings[1]?.details, { version: 'v2.41.2' });
  });

  it('takes an API key', async () => {
    const findings = await check(await installation(), { type: 'apiKey', key: 'the-key' });
    deepEqual(inShort(findings).slice(0, 1), ['server good server_found']);
  });

  it('blames the login where it is wrong, whatever its kind', async () => {
    const url = await installation();
    for (const auth of [
      { ...LOGIN, password: 'another' },
      { type: 'token', token: 'another' },
      { type: 'apiKey', key: 'another' },
    ] as const) {
      deepEqual(inShort(await check(url, auth)), ['login fault auth_failed'], auth.type);
    }
  });

  it('lets somebody who is no admin go on: only the settings are not theirs', async () => {
    const { baseUrl } = await serve(({ path }, response) => {
      if (path === '/v1/users/login')
        answerJson(response, 200, loginAnswer('a-token', new Date(Date.now() + 3_600_000)));
      else answerJson(response, 403, { errors: [{ code: 1005, title: 'Access denied' }] });
    });
    deepEqual(inShort(await check(baseUrl, LOGIN)), ['login good logged_in', 'permission hint auth_failed']);
  });

  it('blames the server where nobody answers', async () => {
    deepEqual(inShort(await check(await freeAddress(), LOGIN)), ['server fault platform_unreachable']);
  });
});
