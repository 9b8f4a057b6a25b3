import { deepEqual, doesNotThrow, equal, ok } from 'node:assert/strict';
import type { MessageContent } from '../../../../src/messages/content';
import { checkMessage } from '../../../../src/messages/validation/check-message';
import { InputError } from '../../../../src/platform/errors';
import { MESSAGES } from '../../../fixtures/messages';
import { withPart } from '../support/parts';

type Key = string | number;

function refusal(message: MessageContent): InputError {
  try {
    checkMessage(message);
  } catch (error) {
    ok(error instanceof InputError, String(error));
    return error;
  }
  throw new Error('The message passed.');
}

const sample = (name: string): MessageContent => {
  const message = MESSAGES[name];
  ok(message !== undefined, name);
  return message;
};

const times = (count: number, item: unknown): unknown[] => Array.from({ length: count }, () => item);

const BUTTON = { type: 'reply', reply: { id: 'd', title: 'd' } };
const ROW = { id: '3', title: 'Rice' };

describe('checkMessage', () => {
  for (const [name, message] of Object.entries(MESSAGES)) {
    it(`passes ${name}`, () => doesNotThrow(() => checkMessage(message)));
  }

  /** What is put where, and what the error says: code (after `message_content_`) and path. */
  const WRONG: [name: string, place: Key[], value: unknown, code: string, path: string][] = [
    ['text', ['text', 'body'], '', 'missing', 'text.body'],
    ['text', ['text', 'body'], 'x'.repeat(4097), 'too_long', 'text.body'],
    ['image', ['image', 'id'], undefined, 'missing', 'image.id or link'],
    ['image', ['image', 'id'], '', 'missing', 'image.id or link'],
    ['image', ['image'], 'https://example.com/a.png', 'wrong', 'image'],
    ['image', ['image', 'caption'], 'x'.repeat(1025), 'too_long', 'image.caption'],
    ['video', ['video', 'link'], '/home/me/a.mp4', 'wrong', 'video.link'],
    ['video', ['video', 'link'], 'file:///home/me/a.mp4', 'wrong', 'video.link'],
    ['video', ['video', 'link'], 'https://', 'wrong', 'video.link'],
    ['sticker', ['sticker', 'id'], { id: 1 }, 'wrong', 'sticker.id'],
    ['location', ['location', 'latitude'], 91, 'wrong', 'location.latitude'],
    ['location', ['location', 'longitude'], 'west', 'wrong', 'location.longitude'],
    ['location', ['location', 'longitude'], '', 'wrong', 'location.longitude'],
    ['contacts', ['contacts'], { name: 'Ana' }, 'wrong', 'contacts'],
    ['contacts', ['contacts'], [], 'missing', 'contacts[0]'],
    ['contacts', ['contacts', 0, 'name', 'formatted_name'], undefined, 'missing', 'contacts[0].name.formatted_name'],
    ['contacts', ['contacts'], times(258, { name: { formatted_name: 'A' } }), 'too_many', 'contacts[257]'],
    ['reaction', ['reaction', 'emoji'], undefined, 'missing', 'reaction.emoji'],
    ['reaction', ['reaction', 'message_id'], '', 'missing', 'reaction.message_id'],
    ['answer', ['context', 'message_id'], 5n, 'wrong', 'context.message_id'],
    ['answer', ['context'], {}, 'missing', 'context.message_id'],
    ['pin', ['pin', 'type'], 'glue', 'wrong', 'pin.type'],
    ['template', ['template', 'name'], undefined, 'missing', 'template.name'],
    ['template', ['template', 'language'], 'en_US', 'wrong', 'template.language'],
    ['template', ['template', 'components'], { type: 'body' }, 'wrong', 'template.components'],
    [
      'template with media and values',
      ['template', 'components', 0, 'parameters', 0, 'image'],
      {},
      'missing',
      'template.components[0].parameters[0].image.id or link',
    ],
    [
      'template with media and values',
      ['template', 'components', 1, 'parameters', 0, 'text'],
      '',
      'missing',
      'template.components[1].parameters[0].text',
    ],
    [
      'template with copy code and flow',
      ['template', 'components', 0, 'parameters'],
      [],
      'missing',
      'template.components[0].parameters[0]',
    ],
    [
      'template with copy code and flow',
      ['template', 'components', 1, 'index'],
      undefined,
      'missing',
      'template.components[1].index',
    ],
    ['buttons', ['interactive', 'type'], undefined, 'missing', 'interactive.type'],
    ['buttons', ['interactive', 'body'], undefined, 'missing', 'interactive.body'],
    ['buttons', ['interactive', 'body', 'text'], 'x'.repeat(1025), 'too_long', 'interactive.body.text'],
    ['buttons', ['interactive', 'footer', 'text'], 'x'.repeat(61), 'too_long', 'interactive.footer.text'],
    ['buttons', ['interactive', 'header', 'text'], 'x'.repeat(61), 'too_long', 'interactive.header.text'],
    ['buttons', ['interactive', 'action', 'buttons', 3], BUTTON, 'too_many', 'interactive.action.buttons[3]'],
    ['buttons', ['interactive', 'action', 'buttons'], [], 'missing', 'interactive.action.buttons[0]'],
    [
      'buttons',
      ['interactive', 'action', 'buttons', 1, 'reply', 'title'],
      'x'.repeat(21),
      'too_long',
      'interactive.action.buttons[1].reply.title',
    ],
    ['list', ['interactive', 'header'], { type: 'image', image: { id: '1' } }, 'wrong', 'interactive.header.type'],
    ['list', ['interactive', 'body', 'text'], 'x'.repeat(4097), 'too_long', 'interactive.body.text'],
    ['list', ['interactive', 'action', 'button'], 'x'.repeat(21), 'too_long', 'interactive.action.button'],
    [
      'list',
      ['interactive', 'action', 'sections', 1, 'title'],
      undefined,
      'missing',
      'interactive.action.sections[1].title',
    ],
    [
      'list',
      ['interactive', 'action', 'sections', 1, 'rows'],
      times(10, ROW),
      'too_many',
      'interactive.action.sections[1].rows[9]',
    ],
    [
      'list',
      ['interactive', 'action', 'sections', 0, 'rows', 0, 'description'],
      'x'.repeat(73),
      'too_long',
      'interactive.action.sections[0].rows[0].description',
    ],
    [
      'list',
      ['interactive', 'action', 'sections'],
      times(11, { title: 'x', rows: [ROW] }),
      'too_many',
      'interactive.action.sections[10]',
    ],
    ['link button', ['interactive', 'action', 'name'], 'url', 'wrong', 'interactive.action.name'],
    [
      'link button',
      ['interactive', 'action', 'parameters', 'display_text'],
      'x'.repeat(21),
      'too_long',
      'interactive.action.parameters.display_text',
    ],
    [
      'flow',
      ['interactive', 'action', 'parameters', 'flow_id'],
      undefined,
      'missing',
      'interactive.action.parameters.flow_id or flow_name',
    ],
    ['product', ['interactive', 'action', 'catalog_id'], undefined, 'missing', 'interactive.action.catalog_id'],
    ['product list', ['interactive', 'header'], undefined, 'missing', 'interactive.header'],
    [
      'product list',
      ['interactive', 'action', 'sections', 0, 'product_items'],
      times(31, { product_retailer_id: 'a' }),
      'too_many',
      'interactive.action.sections[0].product_items[30]',
    ],
    ['location request', ['interactive', 'action', 'name'], undefined, 'missing', 'interactive.action.name'],
    [
      'address request',
      ['interactive', 'action', 'parameters', 'country'],
      undefined,
      'missing',
      'interactive.action.parameters.country',
    ],
    ['carousel', ['interactive', 'action', 'cards', 1], undefined, 'too_few', 'interactive.action.cards'],
    [
      'carousel',
      ['interactive', 'action', 'cards', 0, 'header', 'type'],
      'text',
      'wrong',
      'interactive.action.cards[0].header.type',
    ],
    [
      'carousel',
      ['interactive', 'action', 'cards', 0, 'body', 'text'],
      'x'.repeat(161),
      'too_long',
      'interactive.action.cards[0].body.text',
    ],
  ];
  for (const [name, place, value, code, path] of WRONG) {
    it(`refuses ${name} for ${path}: ${code}`, () => {
      const { code: given, cause } = refusal(withPart(sample(name), place, value));
      deepEqual({ code: given, path: cause.path }, { code: `message_content_${code}`, path });
      equal(cause.retryable, false);
      ok(cause.advice.length > 10);
    });
  }

  it('counts characters as the platform may, an emoji once', () => {
    const place = ['interactive', 'action', 'buttons', 0, 'reply', 'title'];
    doesNotThrow(() => checkMessage(withPart(sample('buttons'), place, '👍'.repeat(20))));
    equal(refusal(withPart(sample('buttons'), place, '👍'.repeat(21))).code, 'message_content_too_long');
  });

  it('passes types of messages, headers, buttons and parameters that came after it', () => {
    for (const [name, place] of [
      ['text', ['type']],
      ['buttons', ['interactive', 'type']],
      ['buttons', ['interactive', 'header', 'type']],
      ['buttons', ['interactive', 'action', 'buttons', 0, 'type']],
      ['template with media and values', ['template', 'components', 0, 'type']],
      ['template with media and values', ['template', 'components', 2, 'sub_type']],
      ['template with media and values', ['template', 'components', 1, 'parameters', 0, 'type']],
      ['carousel', ['interactive', 'action', 'cards', 0, 'type']],
    ] satisfies [string, Key[]][]) {
      doesNotThrow(() => checkMessage(withPart(sample(name), place, 'hologram')), `${name} ${place}`);
      // Names of what every object inherits are no types either.
      doesNotThrow(() => checkMessage(withPart(sample(name), place, 'constructor')), `${name} ${place}`);
    }
  });
});
