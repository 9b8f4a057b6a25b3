import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { WebhookEvent } from '../../../src/webhook/event';
import type { JsonObject } from '../../../src/webhook/json';
import { splitWebhook } from '../../../src/webhook/split';
import { ALL_FIXTURES } from '../../fixtures/webhooks/all';
import { eventsOf, onlyEvent } from '../../fixtures/webhooks/events-of';
import { account } from '../../fixtures/webhooks/fixture';

const summary = (events: readonly WebhookEvent[]) => events.map(({ kind, topic }) => ({ kind, topic }));

describe('splitWebhook', () => {
  for (const { name, body, events } of ALL_FIXTURES) {
    it(`splits: ${name}`, () => {
      assert.deepEqual(summary(eventsOf(body)), events);
    });
  }

  it('gives every fixture’s events a duplicate key of their own', () => {
    const keys = ALL_FIXTURES.flatMap(({ body }) => eventsOf(body)).map(({ duplicateKey }) => duplicateKey);
    assert.deepEqual(
      keys.filter((key, index) => keys.indexOf(key) !== index),
      [],
    );
  });

  it('gives a retried delivery the same keys, even with its members in another order', () => {
    const keys = (body: object) => eventsOf(body).map(({ duplicateKey }) => duplicateKey);
    for (const { body } of ALL_FIXTURES) {
      assert.deepEqual(keys(JSON.parse(JSON.stringify(body))), keys(body));
      assert.deepEqual(keys(reversed(body) as object), keys(body));
    }
  });

  it('points into the body instead of copying it', () => {
    const body = { messages: [{ id: '1', type: 'image', image: { id: '2' }, context: { id: '3' } }] };
    const event = onlyEvent(body);
    assert.equal(event.raw, body.messages[0]);
    assert.equal(event.payload, body.messages[0]?.image);
    assert.equal(event.context, body.messages[0]?.context);
    assert.equal(event.value, body);
  });

  it('does not change the body', () => {
    for (const { body } of ALL_FIXTURES) {
      const before = JSON.stringify(body);
      eventsOf(body);
      assert.equal(JSON.stringify(body), before);
    }
  });

  it('yields nothing for an empty batch', () => {
    for (const body of [{ entry: [] }, { entry: [{ id: '1', changes: [] }] }, { messages: [] }]) {
      assert.deepEqual(eventsOf(body), []);
    }
  });

  it('finds a field that was printed in the entry or in the value', () => {
    const value = { event: 'FLOW_STATUS_CHANGE' };
    const inEntry = onlyEvent({ entry: [{ field: 'flows', changes: [{ value }] }] });
    const inValue = onlyEvent({ entry: [{ changes: [{ value: { ...value, field: 'flows' } }] }] });
    const nowhere = onlyEvent({ entry: [{ changes: [{ value }] }] });
    assert.deepEqual([inEntry.field, inEntry.topic], ['flows', 'flows']);
    assert.deepEqual([inValue.field, inValue.topic], ['flows', 'flows']);
    assert.deepEqual([nowhere.field, nowhere.topic], ['account_update', 'FLOW_STATUS_CHANGE']);
  });

  const malformed: [string, object, object[]][] = [
    [
      'entries that are no objects',
      { entry: [null, 'x', 7, []] },
      Array(4).fill({ kind: 'account', topic: 'unknown' }),
    ],
    ['an entry without changes', { entry: [{ id: '1', messaging: [{}] }] }, [{ kind: 'account', topic: 'unknown' }]],
    [
      'changes that are no objects',
      { entry: [{ changes: [null, 'x', 7] }] },
      Array(3).fill({ kind: 'account', topic: 'unknown' }),
    ],
    [
      'a change without a value',
      { entry: [{ changes: [{ field: 'messages' }] }] },
      [{ kind: 'account', topic: 'messages' }],
    ],
    [
      'a value that is no object',
      { entry: [{ changes: [{ field: 'x', value: 'y' }] }] },
      [{ kind: 'account', topic: 'x' }],
    ],
    [
      'changes that are one object',
      { entry: [{ changes: { field: 'x', value: {} } }] },
      [{ kind: 'account', topic: 'x' }],
    ],
    [
      'lists that are none',
      account('messages', { messages: {}, statuses: 'x' }),
      [{ kind: 'account', topic: 'messages' }],
    ],
    ['empty lists', account('messages', { messages: [], statuses: [] }), [{ kind: 'account', topic: 'messages' }]],
    [
      'a list without a field',
      { entry: [{ changes: [{ value: { calls: [{}] } }] }] },
      [{ kind: 'account', topic: 'calls' }],
    ],
    [
      'a value with nothing known',
      { entry: [{ changes: [{ value: { a: 1 } }] }] },
      [{ kind: 'account', topic: 'unknown' }],
    ],
    [
      'messages that are none',
      {
        entry: [
          {
            changes: [
              { value: { messages: [null, 'x', 7, [], {}, { type: 7 }, { type: '' }, { type: null, text: 'x' }] } },
            ],
          },
        ],
      },
      ['unknown', 'unknown', 'unknown', 'unknown', 'unknown', '7', 'unknown', 'unknown'].map((topic) => ({
        kind: 'message',
        topic,
      })),
    ],
    [
      'statuses that are none',
      { statuses: [null, 'x', {}, { status: null }] },
      Array(4).fill({ kind: 'status', topic: 'unknown' }),
    ],
    ['errors that are none', { errors: [null, 'x', {}] }, Array(3).fill({ kind: 'account', topic: 'error' })],
    [
      'an event beside errors',
      account('account_update', { event: 'ACCOUNT_VIOLATION', errors: [{ code: 1 }] }),
      [
        { kind: 'account', topic: 'error' },
        { kind: 'account', topic: 'ACCOUNT_VIOLATION' },
      ],
    ],
    [
      'another list beside messages',
      account('messages', { messages: [{ type: 'text' }], something_new: [1] }),
      [
        { kind: 'message', topic: 'text' },
        { kind: 'account', topic: 'messages' },
      ],
    ],
    [
      'values and changed_fields in one entry',
      { entry: [{ changes: [{ field: 'flows', value: {} }], changed_fields: ['messages'] }] },
      [
        { kind: 'account', topic: 'flows' },
        { kind: 'account', topic: 'changed_fields' },
      ],
    ],
    [
      'an envelope and no envelope in one body',
      { entry: [{ changes: [{ field: 'flows', value: {} }] }], messages: [{ type: 'text' }] },
      [
        { kind: 'account', topic: 'flows' },
        { kind: 'message', topic: 'text' },
      ],
    ],
    ['contacts that are no results', { contacts: [{ wa_id: '1' }] }, [{ kind: 'account', topic: 'contacts' }]],
    ['lists nobody knows, On-Premises', { contacts: [], groups: [{}] }, [{ kind: 'account', topic: 'groups' }]],
  ];
  for (const [what, body, expected] of malformed) {
    it(`lets nothing get lost: ${what}`, () => {
      const events = eventsOf(body);
      assert.deepEqual(summary(events), expected);
      const keys = new Set(events.map(({ duplicateKey }) => duplicateKey));
      assert.equal(keys.size, events.length, 'different items share a duplicate key');
    });
  }

  it('splits a batch far larger than the platform’s thousand', () => {
    const messages = Array.from({ length: 200_000 }, (_, index) => ({ id: String(index), type: 'text' }));
    assert.equal(eventsOf({ messages }).length, messages.length);
  });

  it('never throws, and every item comes out exactly once', () => {
    const item = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.record(
        {
          id: fc.jsonValue({ maxDepth: 0 }),
          type: fc.constantFrom('text', 'image', 'system', '__proto__', 'toString', null, 7),
          status: fc.constantFrom('sent', null, 7),
          from: fc.jsonValue({ maxDepth: 0 }),
          to: fc.jsonValue({ maxDepth: 0 }),
          text: fc.jsonValue({ maxDepth: 1 }),
          system: fc.jsonValue({ maxDepth: 1 }),
          errors: fc.jsonValue({ maxDepth: 2 }),
          timestamp: fc.jsonValue({ maxDepth: 0 }),
          recipient_type: fc.constant('group'),
          input: fc.string(),
        },
        { requiredKeys: [] },
      ),
    );
    const list = fc.array(item, { maxLength: 4 });
    const value = fc.record(
      {
        messages: list,
        statuses: list,
        errors: list,
        contacts: fc.oneof(list, fc.jsonValue()),
        calls: list,
        metadata: fc.jsonValue({ maxDepth: 1 }),
        event: fc.jsonValue({ maxDepth: 0 }),
        field: fc.jsonValue({ maxDepth: 0 }),
        waba_info: fc.jsonValue({ maxDepth: 1 }),
      },
      { requiredKeys: [] },
    );
    const change = fc.oneof(
      { weight: 4, arbitrary: fc.record({ field: fc.jsonValue({ maxDepth: 0 }), value }) },
      fc.jsonValue(),
    );
    const entry = fc.oneof(
      { weight: 4, arbitrary: fc.record({ id: fc.jsonValue(), time: fc.jsonValue(), changes: fc.array(change) }) },
      fc.jsonValue(),
    );
    const body = fc.oneof(fc.record({ entry: fc.array(entry) }), value, fc.dictionary(fc.string(), fc.jsonValue()));
    fc.assert(
      fc.property(body, (generated) => {
        // Parsed again, so that equal items are different objects and can be counted by reference.
        const parsed = JSON.parse(JSON.stringify(generated)) as JsonObject;
        const events = splitWebhook(parsed);
        for (const { path, kind } of [
          { path: 'messages', kind: 'message' },
          { path: 'statuses', kind: 'status' },
          { path: 'errors', kind: 'account' },
        ]) {
          for (const found of valuesOf(parsed).flatMap((holder) => arrayOf(holder[path]))) {
            if (typeof found !== 'object' || found === null) continue;
            assert.equal(events.filter((event) => event.raw === found && event.kind === kind).length, 1);
          }
        }
        const items = valuesOf(parsed).flatMap((holder) =>
          [holder.messages, holder.statuses, holder.errors].flatMap(arrayOf),
        );
        assert.ok(events.length >= items.length);
        for (const found of changesOf(parsed)) {
          const held = isRecord(found) && isRecord(found.value) ? found.value : undefined;
          const isThere = events.some((event) => event.raw === found || (held !== undefined && event.value === held));
          assert.ok(isThere, 'a change gave no event');
        }
      }),
      { numRuns: 500 },
    );
  });
});

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const arrayOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const changesOf = (body: JsonObject): unknown[] =>
  arrayOf(body.entry).flatMap((entry) => (isRecord(entry) ? arrayOf(entry.changes) : []));
const valuesOf = (body: JsonObject): Record<string, unknown>[] =>
  [body, ...changesOf(body).map((change) => (isRecord(change) ? change.value : undefined))].filter(isRecord);

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}
