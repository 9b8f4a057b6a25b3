import { deepEqual, equal, match } from 'node:assert/strict';
import { call, cleanUp, type Stage, setStage } from './support/stage';

const PHONE = '+16505551234';

async function withNumbers(count: number): Promise<Stage> {
  const stage = await setStage({}, { wabaId: '42', phoneNumberId: '1' });
  for (let id = 2; id <= count; id++) stage.simulator.world.addNumber({ wabaId: '42', phoneNumberId: String(id) });
  stage.simulator.world.addNumber({ phoneNumberId: 'of another WABA' });
  return stage;
}

const idsOf = (body: { data: { id: string }[] }): string[] => body.data.map(({ id }) => id);

describe('the WhatsApp Business Account of a simulated number', () => {
  afterEach(cleanUp);

  it('lists its numbers, with the default fields or with those asked for', async () => {
    const { waba, graph } = await withNumbers(2);
    const { status, body } = await waba('GET', '/phone_numbers');
    equal(status, 200);
    deepEqual(idsOf(body), ['1', '2']);
    deepEqual(body.data[0], (await graph('GET', '')).body);
    deepEqual(Object.keys(body.paging), ['cursors']);
    const chosen = await waba('GET', '/phone_numbers?fields=name_status,throughput');
    deepEqual(chosen.body.data[1], { name_status: 'APPROVED', throughput: { level: 'STANDARD' }, id: '2' });
    equal((await waba('GET', '/phone_numbers?fields=nothing')).body.error.code, 100);
  });

  it('lists them in pages, forwards and backwards', async () => {
    const { waba, number } = await withNumbers(5);
    const first = (await waba('GET', '/phone_numbers?limit=2&fields=id')).body;
    deepEqual(idsOf(first), ['1', '2']);
    equal('previous' in first.paging, false);
    const second = (await waba('GET', `/phone_numbers?limit=2&after=${first.paging.cursors.after}`)).body;
    deepEqual(idsOf(second), ['3', '4']);
    const third = (await call(second.paging.next, 'GET', number.accessToken, undefined)).body;
    deepEqual(idsOf(third), ['5']);
    equal('next' in third.paging, false);
    const back = (await call(third.paging.previous, 'GET', number.accessToken, undefined)).body;
    deepEqual(idsOf(back), ['3', '4']);
    const beginning = (await call(back.paging.previous, 'GET', number.accessToken, undefined)).body;
    deepEqual(idsOf(beginning), ['1', '2']);
    const end = (await waba('GET', `/phone_numbers?after=${third.paging.cursors.after}`)).body;
    deepEqual(end, { data: [] });
  });

  it('links to other pages without the token that the query string carried', async () => {
    const { simulator, number } = await withNumbers(2);
    const url = `${simulator.url}/v25.0/42/phone_numbers?limit=1&access_token=${number.accessToken}`;
    const { paging } = (await (await fetch(url)).json()) as { paging: { next: string } };
    match(paging.next, /limit=1/);
    equal(paging.next.includes(number.accessToken), false);
  });

  it('refuses pages that cannot be', async () => {
    const { waba } = await withNumbers(1);
    for (const query of ['limit=0', 'limit=-1', 'limit=all', 'after=nothing', 'before=nothing']) {
      const { status, body } = await waba('GET', `/phone_numbers?${query}`);
      deepEqual([status, body.error.code], [400, 100], query);
    }
  });

  it('is open to the tokens of its own numbers, which open all of them', async () => {
    const { simulator, number } = await withNumbers(2);
    const other = simulator.world.number('2');
    const foreign = simulator.world.number('of another WABA');
    const url = `${simulator.url}/v25.0`;
    equal((await call(`${url}/1`, 'GET', other.accessToken, undefined)).body.id, '1');
    for (const path of ['42/phone_numbers', '42/subscribed_apps', '1']) {
      const { status, body } = await call(`${url}/${path}`, 'GET', foreign.accessToken, undefined);
      deepEqual([status, body.error.code, body.error.error_subcode], [400, 100, 33]);
    }
    equal((await call(`${url}/1/phone_numbers`, 'GET', number.accessToken, undefined)).body.error.error_subcode, 33);
  });

  it('sends webhooks only while the app is subscribed', async () => {
    const { waba, simulator, receiver } = await withNumbers(1);
    const customer = simulator.world.addCustomer({ phone: PHONE });
    const { body } = await waba('GET', '/subscribed_apps');
    deepEqual(
      body.data.map((app: { whatsapp_business_api_data: { id: string } }) => app.whatsapp_business_api_data.id),
      [simulator.world.appId],
    );
    deepEqual(await waba('DELETE', '/subscribed_apps'), { status: 200, body: { success: true } });
    deepEqual((await waba('GET', '/subscribed_apps')).body, { data: [] });
    customer.write('Nobody hears this', '1');
    deepEqual(await waba('POST', '/subscribed_apps'), { status: 200, body: { success: true } });
    customer.write('Hello', '1');
    await simulator.idle();
    deepEqual(
      receiver.messages().map(({ message }) => message.text.body),
      ['Hello'],
    );
  });

  it('has no callback URL of its own', async () => {
    const { waba } = await withNumbers(1);
    const { body } = await waba('POST', '/subscribed_apps', { override_callback_uri: 'https://example.com/' });
    equal(body.error.code, 100);
  });
});
