import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { parseWebhook } from '../../../src/webhook/parse';
import { splitWebhook } from '../../../src/webhook/split';
import { ALL_FIXTURES } from '../../fixtures/webhooks/all';

const parse = (text: string) => parseWebhook(Buffer.from(text));

describe('parseWebhook', () => {
  for (const { name, body } of ALL_FIXTURES) {
    it(`accepts: ${name}`, () => {
      assert.deepEqual(parse(JSON.stringify(body)), { ok: true, body });
    });
  }

  const noJson = [
    '',
    ' ',
    '{',
    '{"entry":[]',
    "{'entry':[]}",
    'entry=[]',
    '<html></html>',
    '{"entry":[]}x',
    'undefined',
    'NaN',
  ];
  for (const text of noJson) {
    it(`finds no JSON in: ${text}`, () => {
      assert.deepEqual(parse(text), { ok: false, reason: 'not_json' });
    });
  }

  it('finds no JSON in bytes that are no UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('{"entry":[],"x":"'), Buffer.from([0xff, 0xc0]), Buffer.from('"}')]);
    assert.deepEqual(parseWebhook(bytes), { ok: false, reason: 'not_json' });
  });

  const noWebhook = [
    'null',
    '[]',
    '[{"entry":[]}]',
    '7',
    '"entry"',
    'true',
    '{}',
    '{"object":"whatsapp_business_account"}',
    '{"entry":null}',
    '{"entry":{}}',
    '{"entry":"x","messages":"y"}',
    '{"contacts":{"hash":"x"}}',
    '{"from":"49301","content":{"type":"user_identity_changed"},"createdAt":"2022-01-18T23:23:09Z"}',
    '{"__proto__":{"entry":[]}}',
  ];
  for (const text of noWebhook) {
    it(`finds no webhook in: ${text}`, () => {
      assert.deepEqual(parse(text), { ok: false, reason: 'no_webhook' });
    });
  }

  it('refuses nesting that would overflow somebody’s stack', () => {
    const deep = (depth: number): string => `{"entry":[${'['.repeat(depth)}${']'.repeat(depth)}]}`;
    assert.equal(parse(deep(60)).ok, true);
    for (const depth of [70, 5_000, 1_000_000]) {
      assert.deepEqual(parse(deep(depth)), { ok: false, reason: 'no_webhook' });
    }
    const objects = `{"entry":[],"a":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`;
    assert.deepEqual(parse(objects), { ok: false, reason: 'no_webhook' });
    assert.deepEqual(parse('['.repeat(1_000_000) + ']'.repeat(1_000_000)), { ok: false, reason: 'no_webhook' });
  });

  it('takes the last of duplicate keys, like every JSON parser here', () => {
    const parsed = parse('{"entry":[1],"entry":[{"changed_fields":["messages"]}]}');
    assert.ok(parsed.ok);
    assert.deepEqual(parsed.body.entry, [{ changed_fields: ['messages'] }]);
  });

  it('pollutes no prototype, and neither does splitting', () => {
    const evil = '{"polluted":true,"type":"__proto__","toString":1}';
    const parsed = parse(
      `{"__proto__":${evil},"constructor":{"prototype":${evil}},"entry":[{"__proto__":${evil},"changes":[{"__proto__":${evil},"field":"__proto__","value":{"__proto__":${evil},"event":"constructor","messages":[{"type":"__proto__","__proto__":${evil}},{"type":"constructor"},{"type":"hasOwnProperty"}]}}]}]}`,
    );
    assert.ok(parsed.ok);
    const events = splitWebhook(parsed.body);
    assert.equal(events.length, 4);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
    assert.equal(typeof {}.toString, 'function');
    // What every object inherits is no content of a message.
    assert.ok(events.every(({ payload }) => typeof payload === 'object'));
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.uint8Array(), (text, bytes) => {
        parse(text);
        parseWebhook(Buffer.from(bytes));
      }),
    );
  });
});
