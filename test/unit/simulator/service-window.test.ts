import { deepEqual, equal } from 'node:assert/strict';
import { setOnPremisesStage } from './support/on-premises-stage';
import { cleanUp, type Stage, setStage } from './support/stage';

const ANA = '+16505551234';
const DAY = 86_400_000;
const TEMPLATE = { type: 'template', template: { name: 'hello_world', language: { code: 'en_US' } }, text: undefined };

/** What became of a message, by its last status: its error's code where it failed. */
async function fateOf({ send, receiver }: Stage, extra: object = {}): Promise<unknown> {
  const { status, body } = await send(ANA, 'Hi', { ...extra });
  if (status !== 200) return [status, body.error.code];
  const last = receiver.statuses().at(-1);
  return last.errors?.[0].code ?? last.status;
}

describe('the customer service window of the simulator', () => {
  afterEach(cleanUp);

  it('closes 24 hours after the customer last wrote, and opens with the next message', async () => {
    const stage = await setStage();
    const { clock, simulator } = stage;
    const customer = simulator.world.addCustomer({ phone: ANA });
    clock.advance(DAY - 1);
    equal(await fateOf(stage), 'delivered', 'a customer who is added is taken to have written just before');
    clock.advance(1);
    equal(await fateOf(stage), 131047);
    equal(await fateOf(stage, TEMPLATE), 'delivered');
    customer.write('Hello');
    equal(await fateOf(stage), 'delivered');
    await stage.control('POST', '/clock', { forwardMs: DAY });
    equal(await fateOf(stage), 131047, 'the moved clock counts');
    equal(customer.inbox.length, 3);
  });

  it('is told like on the platform: accepted, and then a failed status with the whole error', async () => {
    const stage = await setStage();
    stage.simulator.world.addCustomer({ phone: ANA, hasWritten: false });
    const { status, body } = await stage.send(ANA, 'Hi');
    equal(status, 200);
    const details =
      'Message failed to send because more than 24 hours have passed since the customer last replied to this number.';
    deepEqual(stage.receiver.statuses(), [
      {
        id: body.messages[0].id,
        status: 'failed',
        timestamp: '1767225600',
        recipient_id: '16505551234',
        errors: [
          {
            code: 131047,
            title: 'Re-engagement message',
            message: 'Re-engagement message',
            error_data: { details },
            href: 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/',
          },
        ],
      },
    ]);
  });

  it('is one for each business number', async () => {
    const stage = await setStage();
    const { simulator, number } = stage;
    const customer = simulator.world.addCustomer({ phone: ANA, hasWritten: false });
    const other = simulator.world.addNumber();
    customer.write('Hello', other.phoneNumberId);
    deepEqual([customer.isOpenTo(other), customer.isOpenTo(number)], [true, false]);
    equal(await fateOf(stage), 131047);
  });

  it('refuses the call itself, or nothing, where that is the rule', async () => {
    const stage = await setStage();
    stage.simulator.world.addCustomer({ phone: ANA, hasWritten: false });
    await stage.control('PATCH', '/rules', { closedWindow: 'http' });
    deepEqual(await fateOf(stage), [400, 131047]);
    equal(await fateOf(stage, TEMPLATE), 'delivered');
    await stage.control('PATCH', '/rules', { closedWindow: 'ignore' });
    equal(await fateOf(stage), 'delivered');
  });

  it('is not asked for in groups', async () => {
    const { simulator, control, graph } = await setStage();
    const customer = simulator.world.addCustomer({ phone: ANA, hasWritten: false });
    const { id: to } = (await control('POST', '/groups', { members: [ANA] })).body;
    const message = { messaging_product: 'whatsapp', recipient_type: 'group', to, type: 'text', text: { body: 'Hi' } };
    equal((await graph('POST', '/messages', message)).status, 200);
    await simulator.idle();
    equal(customer.inbox.length, 1);
  });

  it('is told with 470 by the On-Premises API', async () => {
    const { api, simulator, receiver } = await setOnPremisesStage();
    simulator.world.addCustomer({ phone: ANA, hasWritten: false });
    const text = { to: '16505551234', type: 'text', text: { body: 'Hi' } };
    equal((await api('POST', '/messages', text)).status, 200);
    await simulator.idle();
    deepEqual(
      receiver.statuses().map(({ status, errors }) => [status, errors[0].code]),
      [['failed', 470]],
    );
  });
});
