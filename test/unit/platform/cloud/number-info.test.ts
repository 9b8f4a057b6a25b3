import { deepEqual, equal, ok } from 'node:assert/strict';
import { InputError } from '../../../../src/platform/errors';
import { NUMBER_FIELDS } from '../../../../src/platform/number';
import { failureOf } from '../failure';
import { answerJson, cleanUp, type SeenRequest, serve } from '../loopback';
import { PHONE_NUMBER_ID, platformAt, TOKEN } from './cloud-platform';

const RECORDED = {
  verified_name: 'Lucky Shrub',
  code_verification_status: 'VERIFIED',
  display_phone_number: '15550783881',
  quality_rating: 'GREEN',
  platform_type: 'CLOUD_API',
  throughput: { level: 'STANDARD' },
  webhook_configuration: { application: 'https://www.luckyshrub.com/webhooks' },
  id: '106540352242922',
};

const askedOf = ({ path = '' }: SeenRequest): [string, Record<string, string>] => {
  const { pathname, searchParams } = new URL(path, 'http://localhost');
  return [pathname, Object.fromEntries(searchParams)];
};

describe('numberInfo of the Cloud API', () => {
  afterEach(cleanUp);

  it('asks for the fields that tell most, and gives the answer as it came', async () => {
    const { baseUrl, requests } = await serve((_request, response) => answerJson(response, 200, RECORDED));
    deepEqual(await platformAt(baseUrl).numberInfo(), RECORDED);
    deepEqual(requests.map(askedOf), [[`/v25.0/${PHONE_NUMBER_ID}`, { fields: NUMBER_FIELDS.join(',') }]]);
  });

  it('asks for the fields that are wanted', async () => {
    const { baseUrl, requests } = await serve((_request, response) => answerJson(response, 200, RECORDED));
    await platformAt(baseUrl).numberInfo(['throughput']);
    deepEqual(requests.map(askedOf), [[`/v25.0/${PHONE_NUMBER_ID}`, { fields: 'throughput' }]]);
  });
});

describe('listNumbers of the Cloud API', () => {
  afterEach(cleanUp);

  it('gives a page, and the cursor where there is another one', async () => {
    const pages: Record<string, object> = {
      first: {
        data: [RECORDED],
        paging: {
          cursors: { before: 'QVFI', after: 'QVFJ' },
          next: `https://elsewhere.example/v25.0/1/phone_numbers?access_token=${TOKEN}&after=QVFJ`,
        },
      },
      QVFJ: { data: [{ id: '2' }], paging: { cursors: { before: 'QVFK', after: 'QVFL' } } },
    };
    const { baseUrl, requests } = await serve((request, response) => {
      answerJson(response, 200, pages[askedOf(request)[1].after ?? 'first']);
    });
    const platform = platformAt(baseUrl, { wabaId: '102290129340398' });
    const first = await platform.listNumbers({ limit: 1, fields: ['id'] });
    deepEqual(first, { numbers: [RECORDED], next: 'QVFJ' });
    ok(first.next !== undefined);
    deepEqual(await platform.listNumbers({ limit: 1, fields: ['id'], after: first.next }), { numbers: [{ id: '2' }] });
    deepEqual(requests.map(askedOf), [
      ['/v25.0/102290129340398/phone_numbers', { fields: 'id', limit: '1' }],
      ['/v25.0/102290129340398/phone_numbers', { fields: 'id', limit: '1', after: 'QVFJ' }],
    ]);
  });

  it('makes an empty page of an account without numbers', async () => {
    const { baseUrl } = await serve((_request, response) => answerJson(response, 200, { data: [] }));
    deepEqual(await platformAt(baseUrl, { wabaId: '1' }).listNumbers(), { numbers: [] });
  });

  it('needs the ID of the WhatsApp Business Account', async () => {
    const { baseUrl, requests } = await serve((_request, response) => answerJson(response, 200, { data: [] }));
    equal((await failureOf(platformAt(baseUrl).listNumbers(), InputError)).code, 'waba_id_missing');
    equal(requests.length, 0);
  });
});
