import { deepEqual, equal } from 'node:assert/strict';
import { fromItems, toItems } from '../../../../nodes/editor/message/items';

describe('lines of a list', () => {
  const LISTS: [json: unknown[], what: string][] = [
    [[], 'nothing'],
    [['Yes', 'No'], 'titles'],
    [['Soup', { id: 'salad', title: 'Salad', description: 'with bread' }], 'titles and objects'],
    [[{ id: 'n', title: 'No' }], 'an ID of its own'],
  ];
  for (const [list, what] of LISTS) {
    it(`show ${what}, and give the same back`, () => {
      const json = JSON.stringify(list);
      deepEqual(JSON.parse(fromItems(toItems(json) ?? [])), list);
    });
  }

  const OTHERS: [json: string, what: string][] = [
    ['[', 'what is no JSON'],
    ['"Yes"', 'a single text'],
    ['[{ "title": "Hot", "rows": ["Soup"] }]', 'sections'],
    ['[{ "type": "reply", "reply": { "id": "1", "title": "a" } }]', 'the form of the platform'],
    ['[1, 2]', 'numbers'],
    ['[{ "id": "only" }]', 'what has no title'],
    ['[null]', 'nothing in it'],
  ];
  for (const [json, what] of OTHERS) it(`leave ${what} to JSON`, () => equal(toItems(json), undefined));

  it('leave out empty lines, and give what has a description the title as ID', () => {
    const json = fromItems([
      { title: '', description: '', id: '' },
      { title: 'Soup', description: 'hot', id: '' },
      { title: 'Same', description: '', id: 'Same' },
    ]);
    deepEqual(JSON.parse(json), [{ id: 'Soup', title: 'Soup', description: 'hot' }, 'Same']);
  });
});
