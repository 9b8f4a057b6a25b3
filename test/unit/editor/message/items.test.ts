import { deepEqual, equal } from 'node:assert/strict';
import { fromItems, toItems } from '../../../../nodes/editor/message/items';

const HOT = { title: 'Hot', rows: ['Soup'] };

describe('lines of a list', () => {
  const LISTS: [list: unknown[], what: string][] = [
    [[], 'nothing'],
    [['Yes', 'No'], 'titles'],
    [['Soup', { id: 'salad', title: 'Salad', description: 'with bread' }], 'titles and objects'],
    [[{ id: 'n', title: 'No' }], 'an ID of its own'],
    [[HOT, { title: 'Cold', rows: ['Ice', { id: 's', title: 'Salad' }] }], 'sections'],
    [[{ title: 'Hot', rows: [] }], 'a section without rows'],
    [[{ rows: ['Soup'] }, { title: 'Cold', rows: ['Ice'] }], 'rows above the first section'],
  ];
  for (const [list, what] of LISTS) {
    it(`show ${what}, and give the same back`, () => {
      deepEqual(JSON.parse(fromItems(toItems(JSON.stringify(list), true) ?? [])), list);
    });
  }

  const OTHERS: [json: string, what: string][] = [
    ['[', 'what is no JSON'],
    ['"Yes"', 'a single text'],
    ['[{ "title": "Hot", "rows": ["Soup"] }, { "rows": ["Ice"] }]', 'a later section without a title'],
    ['[{ "title": "Hot", "rows": ["Soup"] }, "Ice"]', 'sections among rows'],
    ['[{ "title": "Hot", "rows": "Soup" }]', 'a section whose rows are no list'],
    ['[{ "title": "Hot", "rows": [1] }]', 'a section with numbers'],
    ['[{ "title": "Hot", "rows": [], "more": 1 }]', 'a section that has more'],
    ['[{ "type": "reply", "reply": { "id": "1", "title": "a" } }]', 'the form of the platform'],
    ['[1, 2]', 'numbers'],
    ['[{ "id": "only" }]', 'what has no title'],
    ['[null]', 'nothing in it'],
  ];
  for (const [json, what] of OTHERS) it(`leave ${what} to JSON`, () => equal(toItems(json, true), undefined));

  it('of buttons have no sections', () => equal(toItems(JSON.stringify([HOT]), false), undefined));

  it('leave out empty lines, and give what has a description the title as ID', () => {
    const line = { isSection: false, title: '', description: '', id: '' };
    const json = fromItems([
      line,
      { ...line, isSection: true },
      { ...line, title: 'Soup', description: 'hot' },
      { ...line, title: 'Same', id: 'Same' },
    ]);
    deepEqual(JSON.parse(json), [{ id: 'Soup', title: 'Soup', description: 'hot' }, 'Same']);
  });
});
