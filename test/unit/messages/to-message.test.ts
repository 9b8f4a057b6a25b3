import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import vm from 'node:vm';
import { toMessage } from '../../../src/messages/to-message';
import { InputError } from '../../../src/platform/errors';
import { MESSAGES } from '../../fixtures/messages';

function refused(payload: unknown, code: string): InputError {
  let thrown: unknown;
  throws(
    () => toMessage(payload),
    (error: unknown) => {
      thrown = error;
      return true;
    },
  );
  ok(thrown instanceof InputError, String(thrown));
  equal(thrown.code, code);
  return thrown;
}

describe('toMessage', () => {
  const TEXTS: [string, unknown, string][] = [
    ['a string', 'Hello', 'Hello'],
    ['a string of JSON, which stays text', '{"type":"image"}', '{"type":"image"}'],
    ['a number', 42.5, '42.5'],
    ['zero', 0, '0'],
    ['true', true, 'true'],
    ['false', false, 'false'],
    ['a BigInt', 12345678901234567890n, '12345678901234567890'],
    ['a Buffer', Buffer.from('Grüße 👋'), 'Grüße 👋'],
    ['bytes', new TextEncoder().encode('Hi'), 'Hi'],
    ['bytes of a function node', vm.runInNewContext('new Uint8Array([72, 105])'), 'Hi'],
    ['a text of 4096 characters', 'x'.repeat(4096), 'x'.repeat(4096)],
    ['a text of 4096 emojis', '👋'.repeat(4096), '👋'.repeat(4096)],
    ['an object with a bare text', { text: 'Hello' }, 'Hello'],
    ['an object with a bare text and type', { type: 'text', text: 7 }, '7'],
    ['an object with a body', { text: { body: 'Hello' } }, 'Hello'],
  ];
  for (const [what, payload, body] of TEXTS) {
    it(`${what} is text`, () => deepEqual(toMessage(payload), { type: 'text', text: { body } }));
  }

  it("keeps everything of the Cloud API's own form, known or not", () => {
    const message = {
      messaging_product: 'whatsapp',
      to: '+16315551234',
      type: 'hologram',
      hologram: { id: '1' },
      context: { message_id: 'wamid.1' },
      biz_opaque_callback_data: 'x',
      shiny_new_option: [1],
    };
    deepEqual(toMessage(message), message);
    const text = { type: 'text', text: { body: 'Hi', preview_url: true, new_option: 1 } };
    deepEqual(toMessage(text), text);
  });

  for (const [name, message] of Object.entries(MESSAGES)) {
    it(`infers the type of ${name}`, () => {
      const { type: _, ...content } = message;
      deepEqual(toMessage(content), message);
    });
  }

  it('takes objects of another realm, as function nodes make them', () => {
    equal(toMessage(vm.runInNewContext('({ type: "image", image: { id: "1" } })')).type, 'image');
    equal(toMessage(Object.assign(Object.create(null), { text: 'x' })).type, 'text');
  });

  it('does not change its input', () => {
    const deepFreeze = <T extends object>(value: T): T => {
      for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
      return Object.freeze(value);
    };
    const message = deepFreeze({ text: { body: 1 }, context: { message_id: 'wamid.1' } });
    deepEqual(toMessage(message).text, { body: '1' });
    deepEqual(message.text, { body: 1 });
  });

  it('a __proto__ from JSON is data and pollutes nothing', () => {
    const message = toMessage(JSON.parse('{"type":"image","image":{"id":"1"},"__proto__":{"polluted":true}}'));
    equal((message as { polluted?: unknown }).polluted, undefined);
    equal(({} as { polluted?: unknown }).polluted, undefined);
  });

  const REFUSED: [string, unknown, string][] = [
    ['undefined', undefined, 'message_missing'],
    ['null', null, 'message_missing'],
    ['an empty object', {}, 'message_missing'],
    ['an empty string', '', 'text_empty'],
    ['an empty Buffer', Buffer.alloc(0), 'text_empty'],
    ['NaN', Number.NaN, 'message_invalid'],
    ['Infinity', Number.POSITIVE_INFINITY, 'message_invalid'],
    ['an array', ['Hello'], 'message_invalid'],
    ['a function', () => 'Hello', 'message_invalid'],
    ['a symbol', Symbol('Hello'), 'message_invalid'],
    ['a Date', new Date(0), 'message_invalid'],
    ['a Map', new Map(), 'message_invalid'],
    ['an error', new Error('Hello'), 'message_invalid'],
    ['an object without a type', { hello: 1 }, 'message_type_missing'],
    ['an object with two contents', { image: {}, text: 'x' }, 'message_type_missing'],
    ['a type that is a number', { type: 5, text: 'x' }, 'message_type_missing'],
    ['an empty type', { type: '', text: 'x' }, 'message_type_missing'],
    ['a type without its content', { type: 'image', text: 'x' }, 'message_content_missing'],
    ['a text message without text', { type: 'text' }, 'message_content_missing'],
    ['a text message without body', { type: 'text', text: {} }, 'message_content_missing'],
    ['a text message with an object as body', { text: { body: {} } }, 'message_content_missing'],
    ['a text message with an empty body', { text: { body: '' } }, 'text_empty'],
    ['a text of 4097 characters', 'x'.repeat(4097), 'text_too_long'],
    ['a body of 4097 emojis', { text: { body: '👋'.repeat(4097) } }, 'text_too_long'],
    ['bytes that are no text', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'text_not_utf8'],
  ];
  for (const [what, payload, code] of REFUSED) {
    it(`refuses ${what} with ${code} and says what to do`, () => {
      const { retryable, advice } = refused(payload, code);
      equal(retryable, false);
      ok(advice.length > 10);
    });
  }

  it('says how long a text is that is too long', () => {
    ok(refused('x'.repeat(5000), 'text_too_long').message.includes('5000'));
  });

  it('tells the kind of what came, never its content', () => {
    for (const payload of [['secret'], { secret: 'secret' }, new Error('secret'), `secret${'x'.repeat(5000)}`]) {
      throws(
        () => toMessage(payload),
        (error: unknown) => error instanceof InputError && !`${error.message}${error.advice}`.includes('secret'),
      );
    }
  });
});
