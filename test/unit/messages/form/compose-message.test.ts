import { deepEqual, throws } from 'node:assert/strict';
import { composeMessage } from '../../../../src/messages/form/compose-message';
import { formOf } from '../../../../src/messages/form/form-of';
import type { FormValues } from '../../../../src/messages/form/message-form';

const LINK = 'https://example.com/a.png';
const interactive = (content: object) => ({ type: 'interactive', interactive: content });
const template = (...components: object[]) => ({
  type: 'template',
  template: { name: 'order', language: { code: 'en_US' }, ...(components.length > 0 ? { components } : {}) },
});
const ORDER = { template: 'order', language: 'en_US' };

describe('composeMessage', () => {
  const MADE: [what: string, form: string, values: FormValues, message: object][] = [
    ['a text', 'text', { text: 'Hi' }, { type: 'text', text: { body: 'Hi' } }],
    ['a number as text', 'text', { text: 5, preview: true }, { type: 'text', text: { body: '5', preview_url: true } }],
    ['media by ID', 'image', { media: 1013, caption: 'c' }, { type: 'image', image: { id: '1013', caption: 'c' } }],
    ['media by address', 'sticker', { media: LINK }, { type: 'sticker', sticker: { link: LINK } }],
    [
      'a document',
      'document',
      { media: 'a1', filename: 'a.pdf', caption: '' },
      { type: 'document', document: { id: 'a1', filename: 'a.pdf' } },
    ],
    [
      'a location',
      'location',
      { latitude: 0, longitude: '13.4', place: 'Here', address: null },
      { type: 'location', location: { latitude: 0, longitude: '13.4', name: 'Here' } },
    ],
    [
      'a reaction',
      'reaction',
      { emoji: '👍', message: 'wamid.1' },
      { type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '👍' } },
    ],
    [
      'a reaction taken back',
      'reaction',
      { message: 'wamid.1' },
      { type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '' } },
    ],
    ['a template without anything to fill in', 'template', { ...ORDER, values: [], buttons: [] }, template()],
    [
      'a template with values in order',
      'template',
      { ...ORDER, header: 'Order 7', values: ['Ana', 7] },
      template(
        { type: 'header', parameters: [{ type: 'text', text: 'Order 7' }] },
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'Ana' },
            { type: 'text', text: '7' },
          ],
        },
      ),
    ],
    [
      'a template with named values, media and buttons',
      'template',
      {
        ...ORDER,
        header: { image: LINK },
        values: { name: 'Ana' },
        buttons: [{ url: 'a1' }, null, { copy_code: '25OFF' }, { flow: { flow_token: 't' } }, { quick_reply: 'yes' }],
      },
      template(
        { type: 'header', parameters: [{ type: 'image', image: { link: LINK } }] },
        { type: 'body', parameters: [{ type: 'text', text: 'Ana', parameter_name: 'name' }] },
        { type: 'button', sub_type: 'url', index: 0, parameters: [{ type: 'text', text: 'a1' }] },
        {
          type: 'button',
          sub_type: 'copy_code',
          index: 2,
          parameters: [{ type: 'coupon_code', coupon_code: '25OFF' }],
        },
        { type: 'button', sub_type: 'flow', index: 3, parameters: [{ type: 'action', action: { flow_token: 't' } }] },
        { type: 'button', sub_type: 'quick_reply', index: 4, parameters: [{ type: 'payload', payload: 'yes' }] },
      ),
    ],
    [
      'a template in the words of the platform',
      'template',
      {
        template: 'order',
        language: { code: 'en_US', policy: 'deterministic' },
        values: [{ type: 'currency', currency: { code: 'EUR' } }],
        buttons: { type: 'button', sub_type: 'hologram', index: 0 },
      },
      {
        type: 'template',
        template: {
          name: 'order',
          language: { code: 'en_US', policy: 'deterministic' },
          components: [
            { type: 'body', parameters: [{ type: 'currency', currency: { code: 'EUR' } }] },
            { type: 'button', sub_type: 'hologram', index: 0 },
          ],
        },
      },
    ],
    [
      'buttons',
      'buttons',
      { header: { image: '1013' }, text: 'Come?', footer: 'Bye', buttons: ['Yes', { id: 'n', title: 'No' }, 3] },
      interactive({
        type: 'button',
        header: { type: 'image', image: { id: '1013' } },
        footer: { text: 'Bye' },
        body: { text: 'Come?' },
        action: {
          buttons: [
            { type: 'reply', reply: { id: 'Yes', title: 'Yes' } },
            { type: 'reply', reply: { id: 'n', title: 'No' } },
            { type: 'reply', reply: { id: '3', title: '3' } },
          ],
        },
      }),
    ],
    [
      'a list of rows',
      'list',
      { header: 'Menu', text: 'Hungry?', label: 'Choose', rows: ['Soup', { id: 's', title: 'Salad' }] },
      interactive({
        type: 'list',
        header: { type: 'text', text: 'Menu' },
        body: { text: 'Hungry?' },
        action: {
          button: 'Choose',
          sections: [
            {
              rows: [
                { id: 'Soup', title: 'Soup' },
                { id: 's', title: 'Salad' },
              ],
            },
          ],
        },
      }),
    ],
    [
      'a list of sections',
      'list',
      {
        text: 'Hungry?',
        label: 'Choose',
        rows: [
          { title: 'Hot', rows: 'Soup' },
          { title: 'Cold', rows: ['Ice'] },
        ],
      },
      interactive({
        type: 'list',
        body: { text: 'Hungry?' },
        action: {
          button: 'Choose',
          sections: [
            { title: 'Hot', rows: [{ id: 'Soup', title: 'Soup' }] },
            { title: 'Cold', rows: [{ id: 'Ice', title: 'Ice' }] },
          ],
        },
      }),
    ],
    [
      'a link button',
      'link',
      { text: 'Look', label: 'Open', url: 'https://example.com' },
      interactive({
        type: 'cta_url',
        body: { text: 'Look' },
        action: { name: 'cta_url', parameters: { display_text: 'Open', url: 'https://example.com' } },
      }),
    ],
  ];
  for (const [what, form, values, message] of MADE) {
    it(`makes ${what}`, () => deepEqual(composeMessage(formOf(form), values), message));
  }

  const REFUSED: [what: string, form: string, values: FormValues, code: string, path?: string][] = [
    ['a form that there is not', 'hologram', {}, 'message_form_unknown'],
    ['a name that every object has', 'constructor', {}, 'message_form_unknown'],
    ['an empty field', 'text', { text: '' }, 'message_field_missing', 'text'],
    ['a field that worked out to nothing', 'location', { latitude: 1 }, 'message_field_missing', 'longitude'],
    ['a field with an object', 'text', { text: {} }, 'message_content_wrong', 'text.body'],
    ['no number', 'location', { latitude: 'north', longitude: 1 }, 'message_content_wrong', 'location.latitude'],
    [
      'too many buttons',
      'buttons',
      { text: 'x', buttons: ['1', '2', '3', '4'] },
      'message_content_too_many',
      'interactive.action.buttons[3]',
    ],
    [
      'a button that is none',
      'buttons',
      { text: 'x', buttons: [null] },
      'message_content_missing',
      'interactive.action.buttons[0].reply.id',
    ],
    [
      'no rows',
      'list',
      { text: 'x', label: 'y', rows: [] },
      'message_content_missing',
      'interactive.action.sections[0].rows[0]',
    ],
    [
      'a media header that is empty',
      'link',
      { header: { image: '' }, text: 'x', label: 'y', url: 'https://example.com' },
      'message_content_missing',
      'interactive.header.image.id or link',
    ],
  ];
  for (const [what, form, values, code, path] of REFUSED) {
    it(`refuses ${what}`, () => {
      throws(
        () => composeMessage(formOf(form), values),
        (error: { code: string; cause: { path?: string } }) => error.code === code && error.cause.path === path,
      );
    });
  }
});
