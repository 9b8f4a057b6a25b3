import type { SimulatorOptions } from '../../../../src/simulator/simulator';
import type { NumberOptions } from '../../../../src/simulator/world/business-number';
import { type Answer, call, type Stage, setStage } from './stage';

/** A started simulator with one number of the On-Premises API. */
export interface OnPremisesStage extends Stage {
  /** A call with the token of a login made at the start; `path` follows `/v1`. */
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Logs in; by default with the user name and password that are right. */
  login(credentials?: string, body?: unknown): Promise<Answer>;
}

export const CREDENTIALS = 'admin:the password';

export async function setOnPremisesStage(
  options: SimulatorOptions = {},
  numberOptions: NumberOptions = {},
): Promise<OnPremisesStage> {
  const stage = await setStage(options, { api: 'on-premises', password: 'the password', ...numberOptions });
  const base = `${stage.simulator.url}/v1`;
  const login: OnPremisesStage['login'] = (credentials = CREDENTIALS, body) =>
    call(`${base}/users/login`, 'POST', null, body, {
      authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
    });
  const { token } = (await login()).body.users[0];
  return {
    ...stage,
    login,
    api: (method, path, body, headers) => call(`${base}${path}`, method, token, body, headers),
  };
}
