import { deepEqual, equal } from 'node:assert/strict';
import { describeEntry } from '../../../../src/simulator/page/client/describe-entry';
import { isWanted } from '../../../../src/simulator/page/client/timeline-filter';
import type { CallEntry, TimelineEntry, WebhookEntry } from '../../../../src/simulator/timeline';
import { toJson } from '../../../../src/simulator/webhooks/to-json';

const at = '2026-01-01T12:00:00.000Z';
const nameOf = (id: string): string => (id === '16505551234' ? 'Ana' : id || 'somebody');

function webhook(value: object, more: Partial<WebhookEntry> = {}): WebhookEntry {
  const body = toJson({ entry: [{ changes: [{ field: 'messages', value }] }] });
  const attempts: WebhookEntry['attempts'] = [{ at, signature: 'valid', status: 200 }];
  const about = { id: 1, at, kind: 'webhook', phoneNumberId: '1', url: 'http://127.0.0.1', duplicate: false } as const;
  return { ...about, body, state: 'delivered', attempts, ...more };
}

const call = (path: string, request: object, status = 200): CallEntry => ({
  ...{ id: 2, at, kind: 'call', method: 'POST', path },
  ...{ request: JSON.stringify(request), status, response: '{}' },
});

const text = { messages: [{ type: 'text', from: '16505551234', text: { body: 'Grüße 👋' } }] };
const said = (entry: TimelineEntry): string[] => {
  const { title, outcome, mood } = describeEntry(entry, nameOf);
  return [title, outcome, mood];
};

describe('an entry of the timeline in one line', () => {
  it('says who wrote, and whether the hash came along', () => {
    deepEqual(said(webhook(text)), ['text from Ana', '200', 'good']);
    const contacts = [{ wa_id: '16505551234', identity_key_hash: 'x' }];
    deepEqual(said(webhook({ ...text, contacts })), ['text from Ana, with hash', '200', 'good']);
  });

  it('says what became of a message, and counts what else is in the webhook', () => {
    const statuses = [
      { status: 'failed', recipient_id: '16505551234', errors: [{ code: 137000 }] },
      { status: 'sent', recipient_user_id: 'US.1', recipient_identity_key_hash: 'x' },
    ];
    equal(said(webhook({ statuses }))[0], 'failed 137000 for Ana and 1 more');
    equal(said(webhook({ statuses: statuses.slice(1) }))[0], 'sent for US.1, with hash');
  });

  it('says how often a webhook was tried, and why it was given up', () => {
    const failed = { at, signature: 'wrong', status: 401 } as const;
    deepEqual(said(webhook(text, { state: 'waiting', attempts: [] })).slice(1), ['queued', 'waiting']);
    deepEqual(said(webhook(text, { state: 'waiting', attempts: [failed, failed] })).slice(1), [
      '401, attempt 2',
      'bad',
    ]);
    deepEqual(said(webhook(text, { state: 'dropped', reason: 'no URL' })).slice(1), ['dropped: no URL', 'bad']);
    equal(said(webhook(text, { duplicate: true }))[0], 'text from Ana (duplicate)');
  });

  it('says what a call sent to whom', () => {
    const to = { to: '+16505551234', type: 'text' };
    deepEqual(said(call('/v25.0/123/messages', to)), ['POST messages: text to Ana, without hash', '200', 'good']);
    const guarded = call('/v25.0/123/messages', { ...to, recipient_identity_key_hash: 'x' }, 400);
    deepEqual(said(guarded), ['POST messages: text to Ana, with hash', '400', 'bad']);
    equal(said(call('/v25.0/123/messages', { status: 'read' }))[0], 'POST messages: read receipt');
    equal(said(call('/v25.0/123/settings', {}))[0], 'POST settings');
  });

  it('takes a webhook of the On-Premises API, and one that is none', () => {
    equal(said(webhook({}, { body: JSON.stringify(text) }))[0], 'text from Ana');
    equal(said(webhook({}, { body: 'no JSON' }))[0], 'Not a webhook');
    equal(said(webhook({ event: 'PARTNER_ADDED' }))[0], 'messages: PARTNER_ADDED');
  });
});

describe('a filter of the timeline', () => {
  const wants = (entry: TimelineEntry, kind: string, words = ''): boolean =>
    isWanted(entry, describeEntry(entry, nameOf), { kind, words });

  it('goes by kind, or by what failed', () => {
    const [good, bad] = [webhook(text), call('/v25.0/1/messages', {}, 400)];
    deepEqual(
      [wants(good, 'all'), wants(good, 'webhook'), wants(good, 'call'), wants(good, 'bad')],
      [true, true, false, false],
    );
    deepEqual(
      [wants(bad, 'all'), wants(bad, 'webhook'), wants(bad, 'call'), wants(bad, 'bad')],
      [true, false, true, true],
    );
  });

  it('finds words in the line and in the body, in any case, as they were written', () => {
    for (const words of ['grüße', '👋', 'from ana', ' GRÜßE ', '16505551234']) {
      equal(wants(webhook(text), 'all', words), true, words);
    }
    equal(wants(webhook(text), 'all', 'no such thing'), false);
    equal(wants(webhook(text), 'call', 'grüße'), false);
  });
});
