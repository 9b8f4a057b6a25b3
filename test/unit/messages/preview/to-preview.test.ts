import { deepEqual, equal, ok } from 'node:assert/strict';
import type { MessageContent } from '../../../../src/messages/content';
import { asExpression } from '../../../../src/messages/preview/expression';
import type { Piece } from '../../../../src/messages/preview/formatting';
import { toPreview } from '../../../../src/messages/preview/to-preview';
import type { Template } from '../../../../src/messages/template/template';
import { MESSAGES } from '../../../fixtures/messages';

const textOf = (pieces: readonly Piece[] = []): string =>
  pieces.map(({ text, isExpression }) => (isExpression ? `{${text}}` : text)).join('');

/** The preview with its texts as strings. */
function shown(message: MessageContent, template?: Template) {
  const { quotes, media, header, body, footer, buttons, sections, reaction } = toPreview(message, template);
  return {
    ...(quotes && { quotes: textOf(quotes) }),
    ...(media && { media: `${media.kind} ${textOf(media.name)}`.trim() }),
    ...(header && { header: textOf(header) }),
    ...(body && { body: textOf(body) }),
    ...(footer && { footer: textOf(footer) }),
    ...(reaction && { reaction: textOf(reaction) }),
    ...(buttons.length > 0 && {
      buttons: buttons.map(({ kind, text, detail }) => [kind, textOf(text), ...(detail ? [textOf(detail)] : [])]),
    }),
    ...(sections.length > 0 && {
      rows: sections.flatMap(({ title, rows }) => [
        ...(title ? [`# ${textOf(title)}`] : []),
        ...rows.map((row) => [textOf(row.title), textOf(row.description)].filter(Boolean).join(': ')),
      ]),
    }),
  };
}

const fixture = (name: string): MessageContent => MESSAGES[name] ?? { type: '' };

const TEMPLATE: Template = {
  name: 'order',
  language: 'en_US',
  category: 'UTILITY',
  isNamed: true,
  header: { format: 'text', text: 'For {{name}}' },
  body: 'Hi *{{name}}*, it is {{ day }}',
  footer: 'Bye',
  buttons: [
    { kind: 'quick_reply', text: 'Yes' },
    { kind: 'url', text: 'Track', url: 'https://example.com/{{1}}' },
    { kind: 'copy_code', text: 'Copy' },
  ],
  examples: {},
};

const templateMessage = (...components: object[]): MessageContent => ({
  type: 'template',
  template: { name: 'order', language: { code: 'en_US' }, components },
});

describe('toPreview', () => {
  const SHOWN: [what: string, message: MessageContent, preview: object][] = [
    ['a text', fixture('text'), { body: 'Hello' }],
    ['an answer', fixture('answer'), { quotes: 'wamid.1', body: 'Yes' }],
    ['media by ID', fixture('image'), { media: 'image 1013859600285441', body: 'A house' }],
    ['media by address', fixture('video'), { media: 'video https://example.com/a.mp4' }],
    ['a document by its name', fixture('document'), { media: 'document offer.pdf' }],
    ['a place', fixture('location'), { media: 'location Here\nRoad 1\n37.44, -122.16' }],
    ['a reaction', fixture('reaction'), { quotes: 'wamid.1', reaction: '👍' }],
    [
      'buttons',
      fixture('buttons'),
      {
        header: 'Dinner',
        body: 'Which one?',
        footer: 'Till 8 pm',
        buttons: [
          ['reply', 'a'],
          ['reply', 'b'],
          ['reply', 'c'],
        ],
      },
    ],
    [
      'a list',
      fixture('list'),
      {
        body: 'Which one?',
        buttons: [['list', 'Choose']],
        rows: ['# Hot', 'Soup: of the day', '# Cold', 'Salad'],
      },
    ],
    [
      'a link',
      fixture('link button'),
      {
        media: 'document 1013859600285441',
        body: 'Which one?',
        buttons: [['url', 'Open', 'https://example.com/offer?id=1']],
      },
    ],
    [
      'a template whose text is not known, by its name and values',
      fixture('template with media and values'),
      { header: 'order_update · en_US', body: 'Ana\na1\nyes' },
    ],
  ];
  for (const [what, message, preview] of SHOWN) {
    it(`shows ${what}`, () => deepEqual(shown(message), preview));
  }

  it('shows a template with its values, and with placeholders for those that are missing', () => {
    const message = templateMessage(
      { type: 'body', parameters: [{ type: 'text', text: asExpression('msg.name'), parameter_name: 'name' }] },
      { type: 'button', sub_type: 'url', index: 1, parameters: [{ type: 'text', text: 'a1' }] },
      { type: 'button', sub_type: 'copy_code', index: 2, parameters: [{ type: 'coupon_code', coupon_code: 'TEN' }] },
    );
    deepEqual(shown(message, TEMPLATE), {
      header: 'For {{{name}}}',
      body: 'Hi {msg.name}, it is {{{day}}}',
      footer: 'Bye',
      buttons: [
        ['reply', 'Yes'],
        ['url', 'Track', 'https://example.com/a1'],
        ['copy_code', 'Copy', 'TEN'],
      ],
    });
  });

  it('shows the media of a template, or where they will be', () => {
    const template: Template = { ...TEMPLATE, header: { format: 'image' } };
    const image = { type: 'header', parameters: [{ type: 'image', image: { id: '7' } }] };
    equal(shown(templateMessage(image), template).media, 'image 7');
    equal(shown(templateMessage(), template).media, 'image');
  });

  it('makes something of everything that is not complete', () => {
    for (const type of ['text', 'image', 'location', 'interactive', 'template', 'reaction', 'hologram']) {
      for (const content of [undefined, null, 'x', {}, { action: 3, body: [], header: 'x', components: {} }]) {
        const preview = toPreview({ type, [type]: content });
        ok(Array.isArray(preview.buttons), type);
      }
    }
  });
});
