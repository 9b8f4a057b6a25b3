import { deepEqual, equal, match } from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { PlatformError } from '../../../../src/platform/errors';
import { createSimulator } from '../../../../src/simulator/simulator';
import { failureOf } from '../failure';
import { answerJson, cleanUp, onCleanUp, serve } from '../loopback';
import { ACCEPTED, MESSAGE, PHONE_NUMBER_ID, platformAt, TOKEN } from './cloud-platform';

const APP_SECRET = 'b0a1c2d3e4f5';
const PROOF = createHmac('sha256', APP_SECRET).update(TOKEN).digest('hex');

describe('the proof of the app secret', () => {
  afterEach(cleanUp);

  it('goes with every call, after what is in the query already', async () => {
    const { baseUrl, requests } = await serve((_request, response) =>
      answerJson(response, 200, { ...ACCEPTED, success: true }),
    );
    const platform = platformAt(baseUrl, { appSecret: APP_SECRET });
    await platform.sendMessage(MESSAGE);
    await platform.numberInfo(['id', 'throughput']);
    await platform.setIdentityCheck(true);
    deepEqual(
      requests.map(({ path }) => path),
      [
        `/v25.0/${PHONE_NUMBER_ID}/messages?appsecret_proof=${PROOF}`,
        `/v25.0/${PHONE_NUMBER_ID}?fields=id%2Cthroughput&appsecret_proof=${PROOF}`,
        `/v25.0/${PHONE_NUMBER_ID}/settings?appsecret_proof=${PROOF}`,
      ],
    );
  });

  it('goes with none where the account knows no app secret', async () => {
    const { baseUrl, requests } = await serve((_request, response) => answerJson(response, 200, ACCEPTED));
    await platformAt(baseUrl, { appSecret: '' }).sendMessage(MESSAGE);
    equal(requests[0]?.path, `/v25.0/${PHONE_NUMBER_ID}/messages`);
  });

  it('is in no error, even if the platform repeats it', async () => {
    const { baseUrl } = await serve((request, response) =>
      answerJson(response, 400, { error: { code: 100, message: `Invalid call: ${request.path}` } }),
    );
    const error = await failureOf(platformAt(baseUrl, { appSecret: APP_SECRET }).sendMessage(MESSAGE), PlatformError);
    match(error.message, /appsecret_proof=…/);
    equal(JSON.stringify([error.message, error.stack, error.cause]).includes(PROOF), false);
  });

  it('is what the simulator demands: right with the secret of the app, refused with another', async () => {
    const simulator = createSimulator();
    await simulator.start();
    onCleanUp(() => simulator.close());
    const number = simulator.world.addNumber();
    const { accessToken, phoneNumberId, appSecret } = number;
    const open = (secret: string) => platformAt(simulator.url, { accessToken, phoneNumberId, appSecret: secret });
    equal((await open(appSecret).numberInfo()).id, phoneNumberId);
    const error = await failureOf(open('another').numberInfo(), PlatformError);
    deepEqual([error.code, error.retryable], ['app_secret_wrong', false]);
    match(error.advice, /^Copy the app secret again/);
  });
});
