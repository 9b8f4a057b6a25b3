import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { call, cleanUp, type Stage, setStage } from './support/stage';

const PHONE = '+16505551234';

interface Template {
  id: string;
  name: string;
  language: string;
  status: string;
}

async function setTemplates(): Promise<Stage> {
  const stage = await setStage({}, { wabaId: '42', phoneNumberId: '1' });
  stage.simulator.world.addCustomer({ phone: PHONE });
  return stage;
}

describe('the templates of a simulated business account', () => {
  afterEach(cleanUp);

  it('are listed with what the picker needs, one by one for each language', async () => {
    const { waba } = await setTemplates();
    const { status, body } = await waba('GET', '/message_templates?limit=100');
    equal(status, 200);
    const templates = body.data as Template[];
    deepEqual(
      templates.filter(({ name }) => name === 'order_shipped').map(({ language }) => language),
      ['en_US', 'es_ES', 'pt_BR'],
    );
    for (const status of ['APPROVED', 'PENDING', 'PAUSED', 'REJECTED']) {
      ok(
        templates.some((template) => template.status === status),
        status,
      );
    }
    equal(new Set(templates.map(({ id }) => id)).size, templates.length);
  });

  it('come in pages, with the fields that are asked for, and filtered', async () => {
    const { waba, number } = await setTemplates();
    const all: string[] = [];
    let { body } = await waba('GET', '/message_templates?limit=5&fields=name');
    deepEqual(Object.keys(body.data[0]), ['id', 'name']);
    for (;;) {
      all.push(...(body.data as Template[]).map(({ id }) => id));
      const { next } = body.paging;
      if (next === undefined) break;
      body = (await call(next, 'GET', number.accessToken, undefined)).body;
    }
    const whole = (await waba('GET', '/message_templates?limit=100')).body.data as Template[];
    deepEqual(
      all,
      whole.map(({ id }) => id),
    );
    const paused = (await waba('GET', '/message_templates?status=paused')).body.data as Template[];
    deepEqual(
      paused.map(({ name }) => name),
      ['feedback_request'],
    );
    equal((await waba('GET', '/message_templates?fields=nothing')).body.error.code, 100);
  });

  it('are not shown to a token of another account', async () => {
    const { simulator } = await setTemplates();
    const foreign = simulator.world.addNumber({ wabaId: '43' });
    const url = `${simulator.url}/v25.0/42/message_templates`;
    equal((await call(url, 'GET', foreign.accessToken, undefined)).body.error.error_subcode, 33);
  });

  const body = (...parameters: object[]) => ({ type: 'body', parameters });
  const text = (value: string, name?: string) => ({ type: 'text', text: value, ...(name && { parameter_name: name }) });
  const url = (value: string, index = 0) => ({ type: 'button', sub_type: 'url', index, parameters: [text(value)] });
  const image = { type: 'header', parameters: [{ type: 'image', image: { link: 'https://example.com/sale.png' } }] };
  const code = {
    type: 'button',
    sub_type: 'copy_code',
    index: 1,
    parameters: [{ type: 'coupon_code', coupon_code: 'A' }],
  };
  const three = body(text('Ana'), text('A-1'), text('Friday'));

  const SENT: [what: string, name: string, components: object[], code: number | undefined, language?: string][] = [
    ['what the template wants', 'order_shipped', [three, url('A-1')], undefined],
    ['the same in another language', 'order_shipped', [three, url('A-1')], undefined, 'pt_BR'],
    ['media, values and a code', 'summer_sale', [image, three, code], undefined],
    ['a template of no account, unless the rules are strict', 'of_my_own', [], undefined],
    ['too few values', 'order_shipped', [body(text('Ana')), url('A-1')], 132000],
    ['a value where there is no placeholder', 'hello_world', [body(text('Ana'))], 132000],
    ['no end of the address', 'order_shipped', [three], 132000],
    ['no code to copy', 'summer_sale', [image, three], 132000],
    ['no picture', 'summer_sale', [three, code], 132012],
    ['a wrong kind of button', 'summer_sale', [image, three, { ...code, index: 0 }, code], 132012],
    ['values without their names', 'confirm_identity', [body(text('Ana'), text('3')), url('x')], 132012],
    ['a paused template', 'feedback_request', [body(text('Ana'))], 132015],
    ['a template that was never approved', 'loyalty_news', [body(text('Ana'), text('1'))], 132001],
    ['a rejected template', 'last_chance', [body(text('Ana'))], 132001],
  ];
  for (const [what, name, components, expected, language = 'en_US'] of SENT) {
    it(`${expected === undefined ? 'take' : `refuse with ${expected}`} ${what}`, async () => {
      const { graph } = await setTemplates();
      const template = { name, language: { code: language }, components };
      const answer = await graph('POST', '/messages', {
        messaging_product: 'whatsapp',
        to: PHONE,
        type: 'template',
        template,
      });
      equal(answer.body.error?.code, expected, JSON.stringify(answer.body));
    });
  }

  it('are all there is, by a rule', async () => {
    const { graph, simulator } = await setTemplates();
    simulator.world.rules.unknownTemplates = 'refuse';
    for (const [name, code] of [
      ['of_my_own', 'en_US'],
      ['order_shipped', 'fr'],
    ]) {
      const template = { name, language: { code } };
      const { status, body } = await graph('POST', '/messages', {
        messaging_product: 'whatsapp',
        to: PHONE,
        type: 'template',
        template,
      });
      deepEqual([status, body.error.code], [404, 132001]);
      match(body.error.error_data.details, new RegExp(`${name}.*${code}`));
    }
  });

  it('are added and changed from outside', async () => {
    const { waba, control } = await setTemplates();
    const own = { name: 'of_my_own', language: 'de', components: [{ type: 'BODY', text: 'Hallo {{1}}' }] };
    equal((await control('POST', '/templates', own)).body.status, 'APPROVED');
    await control('POST', '/templates', { name: 'of_my_own', language: 'de', status: 'PAUSED' });
    const { body } = await waba('GET', '/message_templates?name=of_my_own&fields=name,status,components');
    deepEqual(
      body.data.map(({ id: _, ...template }: Template) => template),
      [{ name: 'of_my_own', status: 'PAUSED', components: own.components }],
    );
    const { templates } = (await control('GET', '/templates')).body;
    equal(templates.at(-1).name, 'of_my_own');
    equal((await control('POST', '/templates', { ...own, components: 'none' })).status, 400);
  });
});
