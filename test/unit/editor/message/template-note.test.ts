import { deepEqual, equal } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TemplateList } from '../../../../nodes/editor/message/template-list';
import { templateNote } from '../../../../nodes/editor/message/template-note';
import type { Template } from '../../../../src/messages/template/template';

const kept: Template = {
  name: 'order',
  language: 'en_US',
  category: 'UTILITY',
  isNamed: false,
  body: 'Hello {{1}}',
  buttons: [],
  examples: {},
};
const loaded = (template: Template, status = 'APPROVED', obstacle?: string): TemplateList => ({
  kind: 'loaded',
  choices: [{ template, status, ...(obstacle === undefined ? {} : { obstacle }) }],
});
const failed = (code: string): TemplateList => ({ kind: 'failed', code, message: 'It broke.' });

const NOTES: [what: string, kept: Template | null, list: TemplateList, key: string | undefined][] = [
  ['while it is loading', kept, { kind: 'loading' }, 'loading'],
  ['without an account', null, { kind: 'no account' }, 'noAccount'],
  ['of a template that is still the same', kept, loaded({ ...kept, examples: { 'body.1': 'x' } }), undefined],
  ['of one that was changed', kept, loaded({ ...kept, body: 'Bye {{1}}' }), 'changed'],
  ['of one that is paused', kept, loaded(kept, 'PAUSED'), 'unsendable'],
  ['of one that is gone', kept, loaded({ ...kept, language: 'de' }), 'gone'],
  ['where nothing was chosen', null, loaded(kept), undefined],
  ['where nothing can be chosen', null, loaded(kept, 'APPROVED', 'carousel'), 'none'],
  ['of a failure that the dialog has words for', kept, failed('waba_id_missing'), 'failure.waba_id_missing'],
  ['of any other', kept, failed('rate_limited'), 'failed'],
  ['of one without a name', kept, failed(''), 'failed'],
];

describe('the note below a template', () => {
  const path = join(__dirname, '..', '..', '..', '..', 'nodes', 'locales', 'en-US', 'whatsapp-send-with-hash.json');
  const captions = JSON.parse(readFileSync(path, 'utf8'))['whatsapp-send-with-hash'].templates;

  for (const [what, template, list, key] of NOTES) {
    it(`${key === undefined ? 'says nothing' : `says "${key}"`} ${what}`, () => {
      equal(templateNote(template, list)?.key, key);
      if (key === undefined) return;
      const words = key.split('.').reduce((at, part) => at?.[part], captions);
      equal(typeof words, 'string');
    });
  }

  it('offers what the account has now', () => {
    const now = { ...kept, body: 'Bye {{1}}' };
    deepEqual(templateNote(kept, loaded(now))?.replacement, now);
    deepEqual(templateNote(kept, loaded(now, 'PENDING'))?.replacement, undefined);
  });
});
