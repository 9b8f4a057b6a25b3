import { deepEqual, equal, match } from 'node:assert/strict';
import { InputError, PlatformError } from '../../../../src/platform/errors';
import { failureOf } from '../failure';
import { answerJson, cleanUp, serve } from '../loopback';
import { platformAt, TOKEN } from './cloud-platform';

const TEMPLATE = { id: '1', name: 'hello_world', language: 'en_US', status: 'APPROVED', components: [] };

describe('listTemplates of the Cloud API', () => {
  afterEach(cleanUp);

  it('gives a page of the account’s templates, and the cursor where there is another one', async () => {
    const { baseUrl, requests } = await serve((request, response) => {
      const isFirst = !request.path?.includes('after=');
      const cursors = { before: 'QVFI', after: isFirst ? 'QVFJ' : 'QVFK' };
      const next = `https://elsewhere.example/v25.0/1/message_templates?access_token=${TOKEN}&after=QVFJ`;
      answerJson(response, 200, { data: isFirst ? [TEMPLATE] : [], paging: { cursors, ...(isFirst && { next }) } });
    });
    const platform = platformAt(baseUrl, { wabaId: '102290129340398' });
    deepEqual(await platform.listTemplates({ limit: 100 }), { templates: [TEMPLATE], next: 'QVFJ' });
    deepEqual(await platform.listTemplates({ limit: 100, after: 'QVFJ' }), { templates: [] });
    const fields = 'fields=id%2Cname%2Clanguage%2Cstatus%2Ccategory%2Cparameter_format%2Ccomponents';
    deepEqual(
      requests.map(({ path }) => path),
      [
        `/v25.0/102290129340398/message_templates?${fields}&limit=100`,
        `/v25.0/102290129340398/message_templates?${fields}&limit=100&after=QVFJ`,
      ],
    );
  });

  it('needs the ID of the WhatsApp Business Account, and asks nobody without it', async () => {
    const { baseUrl, requests } = await serve((_request, response) => answerJson(response, 200, { data: [] }));
    const error = await failureOf(platformAt(baseUrl).listTemplates(), InputError);
    equal(error.code, 'waba_id_missing');
    match(error.message, /no ID of a WhatsApp Business Account/);
    equal(requests.length, 0);
  });

  for (const code of [10, 200]) {
    it(`says which permission the token lacks (code ${code})`, async () => {
      const error = { message: `(#${code}) no`, type: 'OAuthException', code, fbtrace_id: 'A' };
      const { baseUrl } = await serve((_request, response) => answerJson(response, 403, { error }));
      const refused = await failureOf(platformAt(baseUrl, { wabaId: '1' }).listTemplates(), PlatformError);
      equal(refused.cause.platformCode, code);
      equal(refused.retryable, false);
      equal(JSON.stringify(refused).includes(TOKEN), false);
    });
  }
});
