import { deepEqual, equal, throws } from 'node:assert/strict';
import { readTemplate } from '../../../../src/messages/template/read-template';
import { isSameTemplate, type Template, toTemplate } from '../../../../src/messages/template/template';
import { InputError } from '../../../../src/platform/errors';

const base = { id: '1', name: 'order', language: 'en_US', status: 'APPROVED', category: 'UTILITY' };
const body = { type: 'BODY', text: 'Hello' };
const read = (info: object) => readTemplate({ ...base, components: [body], ...info });

describe('readTemplate', () => {
  it('reads every part that a message needs, with the business’s samples', () => {
    const components = [
      { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}', example: { header_text: ['A-1'] } },
      { type: 'BODY', text: 'Hello {{2}}, see {{1}}', example: { body_text: [['this', 'Ana']] } },
      { type: 'FOOTER', text: 'Bye' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Yes' },
          {
            type: 'URL',
            text: 'Track',
            url: 'https://example.com/{{1}}',
            example: ['https://example.com/A-1'],
          },
          { type: 'COPY_CODE', text: 'Copy', example: 'TEN' },
          { type: 'PHONE_NUMBER', text: 'Call', phone_number: '+1' },
        ],
      },
    ];
    deepEqual(read({ components }), {
      status: 'APPROVED',
      template: {
        name: 'order',
        language: 'en_US',
        category: 'UTILITY',
        isNamed: false,
        header: { format: 'text', text: 'Order {{1}}' },
        body: 'Hello {{2}}, see {{1}}',
        footer: 'Bye',
        buttons: [
          { kind: 'quick_reply', text: 'Yes' },
          { kind: 'url', text: 'Track', url: 'https://example.com/{{1}}' },
          { kind: 'copy_code', text: 'Copy' },
          { kind: 'phone_number', text: 'Call' },
        ],
        examples: { 'header.1': 'A-1', 'body.1': 'this', 'body.2': 'Ana', 'button.1': 'A-1', 'button.2': 'TEN' },
      },
    });
  });

  it('reads named placeholders', () => {
    const example = { body_text_named_params: [{ param_name: 'first_name', example: 'Ana' }] };
    const found = read({ parameter_format: 'NAMED', components: [{ ...body, text: 'Hi {{first_name}}', example }] });
    equal(found?.template.isNamed, true);
    deepEqual(found?.template.examples, { 'body.first_name': 'Ana' });
  });

  it('knows the button that copies a code, as it was made and as it is listed', () => {
    for (const button of [
      { type: 'OTP', otp_type: 'COPY_CODE', text: 'Copy' },
      { type: 'URL', text: 'Copy', url: 'https://www.whatsapp.com/otp/code/?code=otp{{1}}' },
    ]) {
      const found = read({
        category: 'AUTHENTICATION',
        components: [{ type: 'BODY' }, { type: 'BUTTONS', buttons: [button] }],
      });
      deepEqual(found?.template.buttons, [{ kind: 'otp', text: 'Copy' }]);
      equal(found?.template.body, '*{{1}}*');
    }
  });

  const OBSTACLES: [what: string, components: object[], obstacle: string | undefined][] = [
    ['a text', [body], undefined],
    ['a carousel', [body, { type: 'CAROUSEL', cards: [] }], 'carousel'],
    ['an offer that ends', [body, { type: 'LIMITED_TIME_OFFER' }], 'limited_time_offer'],
    ['a header of an unknown kind', [{ type: 'HEADER', format: 'PRODUCT' }, body], 'product'],
    ['several products', [body, { type: 'BUTTONS', buttons: [{ type: 'MPM', text: 'See' }] }], 'mpm'],
    [
      'a button of an unknown kind',
      [body, { type: 'BUTTONS', buttons: [{ type: 'HOLOGRAM', text: 'See' }] }],
      undefined,
    ],
  ];
  for (const [what, components, obstacle] of OBSTACLES) {
    it(`${obstacle === undefined ? 'has fields for' : 'has none for'} ${what}`, () =>
      equal(read({ components })?.obstacle, obstacle));
  }

  it('makes what it can of strange answers, and nothing of what is no template', () => {
    for (const components of [undefined, null, 'none', [null, 3, {}]]) equal(read({ components })?.template.body, '');
    for (const info of [{ name: undefined }, { name: '' }, { language: 3 }]) equal(read(info), undefined);
  });
});

describe('the template that a node has kept', () => {
  const kept = (): Template => read({})?.template ?? (undefined as never);

  it('is taken as it was read, also after a flow was written and read', () => {
    deepEqual(toTemplate(JSON.parse(JSON.stringify(kept()))), kept());
  });

  it('is refused where it is not complete', () => {
    const { body: _, ...lacking } = kept();
    for (const stored of [null, 'order', [], {}, lacking, { ...kept(), buttons: [null] }, { ...kept(), header: 3 }]) {
      throws(
        () => toTemplate(stored),
        (error) => error instanceof InputError && error.code === 'template_invalid',
      );
    }
  });

  it('is the same as one with other samples, and another one than one that says something else', () => {
    equal(isSameTemplate(kept(), { ...kept(), examples: { 'body.1': 'x' } }), true);
    equal(isSameTemplate(kept(), toTemplate(JSON.parse(JSON.stringify(kept())))), true);
    const others: Partial<Template>[] = [
      { body: 'Bye' },
      { footer: 'x' },
      { isNamed: true },
      { header: { format: 'image' } },
      { buttons: [{ kind: 'url', text: 'x', url: 'https://example.com' }] },
    ];
    for (const other of others) equal(isSameTemplate(kept(), { ...kept(), ...other }), false, JSON.stringify(other));
  });
});
