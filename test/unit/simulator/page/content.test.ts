import { deepEqual, equal, match } from 'node:assert/strict';
import fc from 'fast-check';
import { toShown } from '../../../../src/simulator/page/client/content';
import { messagesAbout } from '../../../fixtures/messages';

describe('what a phone shows of a message', () => {
  it('has something for every kind that a business can send', () => {
    for (const message of messagesAbout('1')) {
      const { text, title, media, footer, buttons, list } = toShown(message);
      equal(Boolean(text || title || media || footer || buttons.length > 0 || list), true, JSON.stringify(message));
    }
  });

  it('never fails, whatever comes', () => {
    const type = fc.constantFrom('text', 'image', 'template', 'interactive', 'contacts', 'location', 'reaction', 'x');
    fc.assert(
      fc.property(type, fc.jsonValue(), fc.jsonValue(), (name, body, context) => {
        const { text, buttons } = toShown({ type: name, [name]: body, context });
        equal(typeof text, 'string');
        equal(Array.isArray(buttons), true);
      }),
    );
  });

  it('knows a picture by its ID, and gives each file a name', () => {
    deepEqual(toShown({ type: 'image', image: { id: '7', mime_type: 'image/png', caption: 'Look' } }), {
      text: 'Look',
      buttons: [],
      media: {
        ...{ icon: '🖼', kind: 'Photo', detail: 'image/png', id: '7' },
        ...{ filename: 'image-7.png', isPicture: true },
      },
    });
    const document = toShown({ type: 'document', document: { id: '8', filename: 'a.pdf' } });
    deepEqual([document.media?.filename, document.media?.isPicture], ['a.pdf', false]);
    equal(toShown({ type: 'audio', audio: { id: '9', voice: true } }).media?.kind, 'Voice message');
  });

  it('fetches nothing by a link: it has no ID', () => {
    const { media } = toShown({ type: 'image', image: { link: 'https://example.com/a.png' } });
    deepEqual(media, { icon: '🖼', kind: 'Photo', detail: 'https://example.com/a.png' });
  });

  it('shows the picture above a template and above buttons', () => {
    const image = { type: 'image', image: { id: '7' } };
    const components = [
      { type: 'header', parameters: [image] },
      { type: 'body', parameters: [{ type: 'text', text: 'Ana' }] },
    ];
    const template = toShown({ type: 'template', template: { name: 'sale', language: { code: 'en' }, components } });
    deepEqual([template.media?.id, template.title, template.text], ['7', 'Template sale', 'Ana']);
    const interactive = { type: 'button', header: image, body: { text: 'Buy?' }, action: { buttons: [] } };
    equal(toShown({ type: 'interactive', interactive }).media?.id, '7');
  });

  it('offers what can be tapped, with what tapping sends', () => {
    const buttons = [{ type: 'reply', reply: { id: 'yes', title: 'Yes' } }];
    const shown = toShown({
      type: 'interactive',
      interactive: { type: 'button', body: { text: '?' }, action: { buttons } },
    });
    deepEqual(shown.buttons, [
      {
        title: 'Yes',
        reply: {
          type: 'interactive',
          interactive: { type: 'button_reply', button_reply: { id: 'yes', title: 'Yes' } },
        },
      },
    ]);
  });

  it('shows what it does not know as it is', () => {
    match(toShown({ type: 'hologram', hologram: { depth: 3 } }).text, /"depth": 3/);
    match(toShown({ type: 'constructor' }).text, /constructor/);
  });
});
