import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseWebhook } from '../../../src/webhook/parse';
import { splitWebhook } from '../../../src/webhook/split';
import { CORPUS_FOLDER, readCorpus, toExpectedEvents } from '../../fixtures/corpus';

const inWords = (events: readonly { kind: string; topic: string }[]): string[] =>
  events.map(({ kind, topic }) => `${kind} ${topic}`).sort();

describe('the corpus of recorded webhooks', () => {
  const corpus = readCorpus();
  if (corpus === undefined) {
    it(`is not beside the project (${CORPUS_FOLDER}): left out, our own fixtures cover the same ground`);
    return;
  }

  it('has webhooks in it', () => {
    assert.ok(corpus.length > 0);
  });

  for (const { file, expected, bytes, events } of corpus) {
    it(`${file}: ${expected}`, () => {
      const parsed = parseWebhook(bytes);
      if (events === 'refused') {
        assert.deepEqual(parsed, { ok: false, reason: 'no_webhook' });
        return;
      }
      assert.ok(parsed.ok);
      const split = splitWebhook(parsed.body);
      assert.deepEqual(inWords(split), inWords(events));
      const again = splitWebhook(parsed.body);
      assert.deepEqual(again, split);
    });
  }
});

describe('toExpectedEvents', () => {
  const webhook = (field: string | undefined, value: object): object => ({ entry: [{ changes: [{ field, value }] }] });
  const cases: [string, object, string[] | 'refused'][] = [
    ['message:text', { messages: [{ type: 'text' }, { type: 'text' }] }, ['message text', 'message text']],
    ['message:system/user_changed_number', webhook('messages', { messages: [{ type: 'system' }] }), ['message system']],
    ['message:None', webhook('messages', { messages: [{ id: '1', location: {} }] }), ['message location']],
    [
      'message:interactive errors',
      webhook('messages', { messages: [{ type: 'interactive' }], errors: [{}] }),
      ['account error', 'message interactive'],
    ],
    ['status:None', { statuses: [{}] }, ['status unknown']],
    ['field:calls errors calls', webhook('calls', { calls: [{}], errors: [{}] }), ['account calls', 'account error']],
    ['field:history message:image', webhook('history', { messages: [{ type: 'image' }] }), ['message image']],
    ['field:account_update/X', webhook('account_update', { event: 'X' }), ['account X']],
    ['field:None/X', webhook(undefined, { event: 'X' }), ['account X']],
    ['field:security/X', webhook('security', { event: 'X' }), ['account security']],
    ['contacts:failed,valid', { contacts: [{}] }, ['account contacts']],
    ['errors', { errors: [{}, {}] }, ['account error', 'account error']],
    ['not-meta-envelope', {}, 'refused'],
  ];
  for (const [expected, body, result] of cases) {
    it(`reads ${expected}`, () => {
      const events = toExpectedEvents(expected, body);
      assert.deepEqual(events === 'refused' ? events : inWords(events), result);
    });
  }
});
