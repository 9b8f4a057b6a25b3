import { deepEqual, equal } from 'node:assert/strict';
import { allNumbers } from '../../../src/numbers/all-numbers';
import { platformAt } from '../platform/cloud/cloud-platform';
import { answerJson, cleanUp, serve } from '../platform/loopback';

describe('allNumbers', () => {
  afterEach(cleanUp);

  it('asks for page after page, with the same fields', async () => {
    const { baseUrl, requests } = await serve(({ path = '' }, response) => {
      const page = Number(new URL(path, 'http://localhost').searchParams.get('after') ?? 0);
      const more = page < 2 ? { next: 'https://next.example', cursors: { after: String(page + 1) } } : {};
      answerJson(response, 200, { data: [{ id: `a${page}` }, { id: `b${page}` }], paging: more });
    });
    const numbers = await allNumbers(platformAt(baseUrl, { wabaId: '1' }), ['id']);
    deepEqual(
      numbers.map(({ id }) => id),
      ['a0', 'b0', 'a1', 'b1', 'a2', 'b2'],
    );
    equal(requests.length, 3);
    equal(
      requests.every(({ path }) => path?.includes('fields=id')),
      true,
    );
  });

  it('comes to an end where a platform names the same page for ever', async () => {
    const { baseUrl, requests } = await serve((_request, response) => {
      answerJson(response, 200, {
        data: [{ id: '1' }],
        paging: { next: 'https://x.example', cursors: { after: 'same' } },
      });
    });
    await allNumbers(platformAt(baseUrl, { wabaId: '1' }));
    equal(requests.length, 2);
  });
});
