import assert from 'node:assert/strict';
import { pathFault } from '../../../nodes/editor/webhook-path';

describe('path of a webhook', () => {
  it('is taken as it stands', () => {
    for (const path of ['/whatsapp/webhook', '/a', '/a/', '/w/b7-_.~%20', '/3f2a9c'])
      assert.equal(pathFault(path), null, path);
  });

  it('may come from an environment variable', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Node-RED's own notation
    assert.equal(pathFault('${WEBHOOK_PATH}'), null);
  });

  it('is refused with the reason', () => {
    const refused: [path: string, fault: string][] = [
      ['', 'pathSlash'],
      ['whatsapp', 'pathSlash'],
      ['https://a.example/b', 'pathSlash'],
      ['/', 'pathRoot'],
      ['/what sapp', 'pathSpaces'],
      ['/:number/webhook', 'pathPattern'],
      ['/whatsapp/*', 'pathPattern'],
      ['/whatsapp?x=1', 'pathCharacters'],
      ['/whatsapp#x', 'pathCharacters'],
      ['/whatsapp//webhook', 'pathCharacters'],
      ['//', 'pathCharacters'],
      ['/<b>', 'pathCharacters'],
    ];
    for (const [path, fault] of refused) assert.equal(pathFault(path), fault, path);
  });
});
