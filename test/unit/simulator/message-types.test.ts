import { deepEqual, equal } from 'node:assert/strict';
import { messagesAbout } from '../../fixtures/messages';
import { cleanUp, setStage } from './support/stage';

const PHONE = '+16315553601';
const to = { messaging_product: 'whatsapp', to: PHONE };
const interactive = (content: object) => ({ type: 'interactive', interactive: { body: { text: 'x' }, ...content } });
const buttons = (...titles: unknown[]) =>
  interactive({
    type: 'button',
    action: { buttons: titles.map((title) => ({ type: 'reply', reply: { id: `${title}`, title } })) },
  });

describe('the simulator and types of messages', () => {
  afterEach(cleanUp);

  it('delivers every one', async () => {
    const { simulator, graph, number } = await setStage({ inboxLimit: 100 });
    const customer = simulator.world.addCustomer({ phone: PHONE });
    const all = messagesAbout(simulator.world.media.add(number.wabaId, 'business', Buffer.from('x'), 'image/png').id);
    for (const message of all) {
      const { status, body } = await graph('POST', '/messages', { ...to, ...message });
      equal(status, 200, JSON.stringify(body));
    }
    await simulator.idle();
    deepEqual(
      customer.inbox.map(({ content }) => content),
      all,
    );
  });

  const REFUSED: [what: string, message: object, code: number][] = [
    ['media without ID and link', { type: 'image', image: { caption: 'x' } }, 131008],
    ['media with an ID of nothing', { type: 'image', image: { id: '1' } }, 100],
    ['a link that is no address', { type: 'image', image: { link: 'a.png' } }, 100],
    ['a template without language', { type: 'template', template: { name: 'x' } }, 131008],
    ['a latitude beyond the pole', { type: 'location', location: { latitude: 91, longitude: 0 } }, 100],
    ['four buttons', buttons('a', 'b', 'c', 'd'), 131009],
    ['a title that is too long', buttons('x'.repeat(21)), 100],
    ['a kind of interactive message that there is not', interactive({ type: 'hologram' }), 100],
    ['one card', interactive({ type: 'carousel', action: { cards: [{}] } }), 131009],
    ['a pin outside of groups', { type: 'pin', pin: { type: 'pin', message_id: 'wamid.1' } }, 100],
  ];
  for (const [what, message, code] of REFUSED) {
    it(`refuses ${what} with ${code}`, async () => {
      const { simulator, graph } = await setStage();
      simulator.world.addCustomer({ phone: PHONE });
      const { status, body } = await graph('POST', '/messages', { ...to, ...message });
      deepEqual([status, body.error?.code], [400, code]);
    });
  }
});
