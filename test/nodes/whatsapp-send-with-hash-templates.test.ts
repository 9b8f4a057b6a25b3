import assert from 'node:assert/strict';
import type { TemplateChoice } from '../../src/messages/template/read-template';
import type { Template } from '../../src/messages/template/template';
import { type Message, type Runtime, startRuntime } from '../harness/runtime';
import { waitUntil } from '../harness/wait';
import { aBusiness, type Business } from './support/business';
import type { FlowMessage } from './support/flow-message';
import { answerJson, type Graph, refuse, startGraph } from './support/graph';
import { catchAll, cloudAccount, onPremisesAccount, sendNode, simulatorAccount, webhookIn } from './support/parts';
import { ALL_SECRETS } from './support/secrets';
import { control } from './support/simulated';

interface Answer {
  templates?: TemplateChoice[];
  error?: { code: string; message: string; advice?: string };
}

const str = (value: string) => ({ value, type: 'str' });
const msg = (value: string) => ({ value, type: 'msg' });

describe('templates of the send node', () => {
  let red: Runtime;
  let graph: Graph;
  let shop: Business;
  before(async () => {
    red = await startRuntime();
    graph = await startGraph();
  });
  after(async () => {
    await red.stop();
    await graph.close();
  });
  beforeEach(() => {
    shop = aBusiness();
    graph.requests.splice(0);
  });

  const ask = async (account = 'account'): Promise<{ status: number; text: string; body: Answer }> => {
    const answer = await fetch(`${red.url}/whatsapp-send-with-hash/templates`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account }),
    });
    const text = await answer.text();
    return { status: answer.status, text, body: JSON.parse(text) as Answer };
  };

  const templateOf = ({ templates = [] }: Answer, name: string): Template =>
    templates.find(({ template }) => template.name === name && template.language === 'en_US')?.template ??
    assert.fail(`no ${name}`);

  describe('of a simulated account', () => {
    let customers = 0;
    let phone: string;
    beforeEach(async () => {
      customers += 1;
      phone = `+1631555${String(4000 + customers)}`;
      await red.deploy([simulatorAccount()]);
      await control('POST', 'customers', { phone, name: 'Cleo' });
    });

    const sendAs = async (config: object, message: Message = {}): Promise<Message> => {
      await red.deploy([simulatorAccount(), webhookIn(), sendNode(config), catchAll()]);
      red.clear();
      const { error } = await red.process('send', { to: phone, ...message });
      assert.equal(error, undefined);
      const { inbox } = await waitUntil(
        async () => {
          const found = await control<{ inbox: { content: Message }[] }>('GET', `customers/${phone.slice(1)}`);
          return found.inbox.length > 0 ? found : undefined;
        },
        { what: 'the template is on the phone' },
      );
      return inbox[0]?.content ?? assert.fail();
    };

    it('are listed with their status, and which of them no form can fill', async () => {
      const { status, body } = await ask();
      assert.equal(status, 200);
      const { templates = [] } = body;
      const names = templates.map(({ template }) => template.name);
      assert.deepEqual(names, [...names].sort());
      assert.ok(
        templates.some(({ template, status: state }) => template.name === 'feedback_request' && state === 'PAUSED'),
      );
      assert.deepEqual(
        templates.filter(({ obstacle }) => obstacle !== undefined).map(({ obstacle }) => obstacle),
        ['carousel'],
      );
    });

    it('are sent as they were picked, with values of each kind, and arrive', async () => {
      const template = templateOf((await ask()).body, 'summer_sale');
      const content = await sendAs(
        {
          messageType: 'template',
          template,
          form: {
            'header.media': str('https://example.com/sale.jpg'),
            'body.1': msg('whatsapp.customer.name'),
            'body.2': { value: '"25" & " %"', type: 'jsonata' },
            'body.3': str('Sunday'),
            'button.1': str('SUMMER25'),
          },
        },
        { whatsapp: { customer: { name: 'Cleo' } } },
      );
      assert.deepEqual(content, {
        type: 'template',
        template: {
          name: 'summer_sale',
          language: { code: 'en_US' },
          components: [
            { type: 'header', parameters: [{ type: 'image', image: { link: 'https://example.com/sale.jpg' } }] },
            {
              type: 'body',
              parameters: [
                { type: 'text', text: 'Cleo' },
                { type: 'text', text: '25 %' },
                { type: 'text', text: 'Sunday' },
              ],
            },
            {
              type: 'button',
              sub_type: 'copy_code',
              index: 1,
              parameters: [{ type: 'coupon_code', coupon_code: 'SUMMER25' }],
            },
          ],
        },
      });
    });

    it('are refused before the call where a value is missing, and by the platform where the template is paused', async () => {
      const { body } = await ask();
      const failed = async (config: object): Promise<{ code: string; path?: string; platformCode?: number }> => {
        await red.deploy([simulatorAccount(), webhookIn(), sendNode(config), catchAll()]);
        red.clear();
        await red.process('send', { to: phone });
        return (await red.waitFor<FlowMessage>('failed'))[0]?.payload as { code: string };
      };
      const shipped = templateOf(body, 'order_shipped');
      const form = { 'body.1': msg('name'), 'body.2': str('A-1'), 'body.3': str('Friday'), 'button.0': str('A-1') };
      const missing = await failed({ messageType: 'template', template: shipped, form });
      assert.deepEqual([missing.code, missing.path], ['message_field_missing', 'body.1']);
      const paused = await failed({
        messageType: 'template',
        template: templateOf(body, 'feedback_request'),
        form: { 'body.1': str('Ana') },
      });
      assert.equal(paused.platformCode, 132015);
      const broken = await failed({ messageType: 'template', template: { name: 'order_shipped' }, form });
      assert.equal(broken.code, 'template_invalid');
    });

    it('are entered by hand as before, where none was picked', async () => {
      const content = await sendAs({
        messageType: 'template',
        template: null,
        form: {
          template: str('order_shipped'),
          language: str('pt_BR'),
          values: { value: '["Ana", "A-1", "sexta"]', type: 'json' },
          buttons: { value: '[{ "url": "A-1" }]', type: 'json' },
        },
      });
      assert.equal((content as { template: { language: { code: string } } }).template.language.code, 'pt_BR');
    });
  });

  describe('of an account on the Cloud API', () => {
    const page = (names: string[], after?: string) =>
      answerJson(200, {
        data: names.map((name) => ({ name, language: 'de', status: 'APPROVED', category: 'UTILITY', components: [] })),
        paging: {
          cursors: { before: 'a', after },
          ...(after === undefined ? {} : { next: `https://elsewhere.example/?after=${after}` }),
        },
      });

    it('are asked for page by page, at the account’s own base URL and by its secrets alone', async () => {
      await red.deploy([cloudAccount({ baseUrl: graph.url, wabaId: '42' })]);
      graph.next(page(['b'], 'next'), page(['c', 'a']));
      const { body, text } = await ask();
      assert.deepEqual(
        body.templates?.map(({ template }) => template.name),
        ['a', 'b', 'c'],
      );
      assert.deepEqual(
        graph.requests.map(
          ({ path }) => /\/v25\.0\/42\/message_templates\?.*?(after=\w+)?(&appsecret.*)?$/.exec(path)?.[1],
        ),
        [undefined, 'after=next'],
      );
      assert.ok(graph.requests.every(({ headers }) => headers.authorization?.startsWith('Bearer ')));
      for (const secret of ALL_SECRETS) assert.ok(!text.includes(secret));
    });

    const FAULTS: [what: string, answer: ReturnType<typeof refuse>, code: string][] = [
      ['a permission that is missing', refuse(10, {}, 403), 'permission_missing'],
      ['a token that is none or may not', refuse(200, {}, 403), 'auth_failed'],
      ['a token that ran out', refuse(190, { error_subcode: 463 }, 401), 'auth_failed'],
    ];
    for (const [what, answer, code] of FAULTS) {
      it(`say ${what}, without a secret`, async () => {
        await red.deploy([cloudAccount({ baseUrl: graph.url, wabaId: '42' })]);
        graph.next(answer);
        const { status, body, text } = await ask();
        assert.deepEqual([status, body.error?.code], [502, code]);
        assert.match(body.error?.advice ?? '', /token/);
        for (const secret of ALL_SECRETS) assert.ok(!text.includes(secret));
      });
    }

    it('say that the WABA ID is missing, and ask nobody', async () => {
      await red.deploy([cloudAccount({ baseUrl: graph.url })]);
      assert.equal((await ask()).body.error?.code, 'waba_id_missing');
      assert.equal(graph.requests.length, 0);
    });
  });

  it('say which API has them, where the account’s has none', async () => {
    await red.deploy([onPremisesAccount()]);
    assert.equal((await ask()).body.error?.code, 'not_supported');
  });

  it('say that the account is not deployed, is none, or cannot be used', async () => {
    await red.deploy([shop.account({ phoneNumberId: '' }), sendNode()]);
    const codes: [id: string, status: number, code: string][] = [
      ['nowhere', 404, 'account_not_deployed'],
      ['send', 404, 'account_not_deployed'],
      ['', 400, 'account_missing'],
      ['account', 409, 'account_faulty'],
    ];
    for (const [id, status, code] of codes) {
      const answer = await ask(id);
      assert.deepEqual([answer.status, answer.body.error?.code], [status, code]);
    }
  });
});
