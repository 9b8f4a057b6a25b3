import { deepEqual, equal } from 'node:assert/strict';
import { createRandom } from '../../../src/simulator/random';
import { fillTemplate } from '../../../src/simulator/world/fill-template';
import { Templates } from '../../../src/simulator/world/templates';

const templates = new Templates(createRandom('templates'));
const fill = (name: string, components?: object[]) => {
  const template = templates.find('1', name, 'en_US');
  if (template === undefined) throw new Error(`There is no template ${name}.`);
  return fillTemplate(template, { name, language: { code: 'en_US' }, ...(components && { components }) });
};
const texts = (...all: string[]) => all.map((text) => ({ type: 'text', text }));

describe('a template with the values of a message', () => {
  it('reads as the template, where it has no placeholders', () => {
    deepEqual(fill('hello_world'), {
      header: 'Hello World',
      body: 'Welcome! This message shows that your business can send templates.',
      footer: 'Sent by the simulator',
      buttons: [],
    });
  });

  it('has values in order, and the end of an address', () => {
    const { body, buttons } = fill('order_shipped', [
      { type: 'body', parameters: texts('Ana', 'A-1', 'Friday') },
      { type: 'button', sub_type: 'url', index: '0', parameters: texts('A-1') },
    ]);
    equal(body, 'Good news Ana! Your order *A-1* is on its way and arrives on Friday.');
    deepEqual(buttons, [{ type: 'URL', text: 'Track your order', target: 'https://example.com/orders/A-1' }]);
  });

  it('has values by name, and what quick replies send', () => {
    const named = (values: Record<string, string>) =>
      Object.entries(values).map(([parameter_name, text]) => ({ type: 'text', parameter_name, text }));
    const { header, body, buttons } = fill('appointment_reminder', [
      { type: 'header', parameters: named({ place: 'the shop' }) },
      { type: 'body', parameters: named({ time: '10:30', first_name: 'Ana', day: 'Monday' }) },
      { type: 'button', sub_type: 'quick_reply', index: 1, parameters: [{ type: 'payload', payload: 'LATER' }] },
    ]);
    equal(header, 'See you at the shop');
    equal(body, 'Hello Ana, this is your appointment on Monday at 10:30. Does it still suit you?');
    deepEqual(buttons, [
      { type: 'QUICK_REPLY', text: 'Yes, I come', payload: 'Yes, I come' },
      { type: 'QUICK_REPLY', text: 'Another day', payload: 'LATER' },
      { type: 'PHONE_NUMBER', text: 'Call', target: '+16505550100' },
    ]);
  });

  it('has codes to copy, and the text of what a phone would format', () => {
    const currency = { type: 'currency', currency: { fallback_value: '€ 5', code: 'EUR', amount_1000: 5000 } };
    const { body, buttons } = fill('summer_sale', [
      { type: 'body', parameters: [...texts('Ana'), currency, ...texts('Sunday')] },
      { type: 'button', sub_type: 'copy_code', index: 1, parameters: [{ type: 'coupon_code', coupon_code: 'SUN' }] },
    ]);
    equal(body, 'Hi Ana! Our *summer sale* is on: € 5 off everything until _Sunday_.');
    equal(buttons[1]?.target, 'SUN');
  });

  it('keeps placeholders that nothing was given for', () => {
    equal(fill('order_shipped').body, 'Good news {{1}}! Your order *{{2}}* is on its way and arrives on {{3}}.');
  });
});
