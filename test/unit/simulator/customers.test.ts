import { deepEqual, equal, notEqual, throws } from 'node:assert/strict';
import { createSimulator } from '../../../src/simulator/simulator';
import { SimulatorError } from '../../../src/simulator/simulator-error';
import { cleanUp, setStage } from './support/stage';

const PHONE = '+16505551234';

describe('customers of the simulator', () => {
  afterEach(cleanUp);

  it('change their number with a system message from the old one, without contacts', async () => {
    const { simulator, receiver, send } = await setStage({}, { identityCheck: true });
    const customer = simulator.world.addCustomer({ phone: PHONE, name: 'Sheena Nelson' });
    customer.write('Hello');
    const { identityHash } = customer;
    customer.changeNumber('+12195555358');
    await simulator.idle();
    const { value } = receiver.webhooks[1]?.body.entry[0].changes[0] ?? {};
    equal('contacts' in value, false);
    deepEqual(value.messages, [
      {
        from: '16505551234',
        id: value.messages[0].id,
        timestamp: '1767225600',
        type: 'system',
        system: {
          body: 'User Sheena Nelson changed from 16505551234 to 12195555358',
          wa_id: '12195555358',
          type: 'user_changed_number',
        },
      },
    ]);
    equal(customer.identityHash, identityHash);
    await send(PHONE, 'To the old number');
    equal(receiver.statuses().at(-1).errors[0].code, 131026);
    await send('+12195555358', 'To the new one');
    equal(customer.inbox.length, 1);
    const next = simulator.world.addCustomer({ phone: PHONE, name: 'Whoever got the number' });
    notEqual(next.identityHash, identityHash);
  });

  it('tell nobody who does not know them of their new number', async () => {
    const { simulator, receiver } = await setStage();
    simulator.world.addCustomer({ phone: PHONE }).changeNumber('+12195555358');
    await simulator.idle();
    equal(receiver.webhooks.length, 0);
  });

  it('get another user ID with another number', async () => {
    const { simulator, receiver } = await setStage();
    const customer = simulator.world.addCustomer({ phone: PHONE, userId: true });
    const former = customer.userId ?? '';
    customer.write('Hello');
    customer.changeNumber('+12195555358');
    await simulator.idle();
    notEqual(customer.userId, former);
    const { message } = receiver.messages()[1] ?? {};
    deepEqual([message.from_user_id, message.system.user_id], [former, customer.userId]);
    equal(simulator.world.customer(customer.userId ?? ''), customer);
    throws(() => simulator.world.customer(former), SimulatorError);
  });

  it('are taken over by somebody else, on a device of their own', () => {
    const { world } = createSimulator();
    const customer = world.addCustomer({ phone: PHONE, name: 'Pablo', userId: 'US.1' });
    const { identityHash } = customer;
    customer.simSwap({ name: 'Mallory' });
    deepEqual([customer.name, customer.person.generation, customer.device, customer.userId], ['Mallory', 2, 2, 'US.1']);
    notEqual(customer.identityHash, identityHash);
    customer.simSwap({ name: 'A new owner', userId: 'US.2' });
    equal(world.customer('US.2'), customer);
    throws(() => world.customer('US.1'), SimulatorError);
  });

  it('may hide their number behind a user ID and a username', async () => {
    const { simulator, receiver, graph } = await setStage({}, { identityCheck: true });
    const customer = simulator.world.addCustomer({ phone: PHONE, name: 'Pablo', username: 'pablo', hidesNumber: true });
    const { userId, identityHash } = customer;
    customer.write('Hello');
    await simulator.idle();
    const [first] = receiver.messages();
    deepEqual(first?.contact, {
      profile: { name: 'Pablo', username: 'pablo' },
      user_id: userId,
      identity_key_hash: identityHash,
    });
    deepEqual([first?.message.from, first?.message.from_user_id], [undefined, userId]);

    const text = { messaging_product: 'whatsapp', type: 'text', text: { body: 'Hi' } };
    const { body } = await graph('POST', '/messages', { ...text, recipient: userId });
    deepEqual(body.contacts, [{ input: userId, user_id: userId }]);
    await simulator.idle();
    equal(customer.inbox.length, 1);
    const [sent] = receiver.statuses();
    deepEqual(
      [sent.recipient_id, sent.recipient_user_id, sent.recipient_identity_key_hash],
      [undefined, userId, identityHash],
    );
    deepEqual(receiver.webhooks[1]?.body.entry[0].changes[0].value.contacts, [
      { profile: { name: 'Pablo', username: 'pablo' }, user_id: userId },
    ]);
    equal(
      receiver.webhooks.some(({ raw }) => raw.includes('16505551234')),
      false,
    );

    await graph('POST', '/messages', { ...text, recipient: userId, recipient_identity_key_hash: 'AAAAAAAAAAA=' });
    await graph('POST', '/messages', { ...text, recipient: 'US.unknown' });
    await simulator.idle();
    deepEqual(
      receiver
        .statuses()
        .slice(2)
        .map((status) => [status.recipient_user_id, status.errors[0].code]),
      [
        [userId, 137000],
        ['US.unknown', 131026],
      ],
    );
    customer.changeNumber('+12195555358');
    await simulator.idle();
    equal(receiver.messages().at(-1)?.message.system.type, 'user_changed_user_id');
    equal(
      receiver.webhooks.some(({ raw }) => raw.includes('12195555358')),
      false,
    );
  });

  it('are shown with their hidden number for 30 days to whoever dialled it', async () => {
    const { simulator, receiver, clock, send, number } = await setStage();
    const other = simulator.world.addNumber();
    const customer = simulator.world.addCustomer({ phone: PHONE, name: 'Pablo', hidesNumber: true });
    const nameAs = async (): Promise<unknown[]> => {
      customer.write('Hello', number.phoneNumberId);
      await simulator.idle();
      const { message, contact } = receiver.messages().at(-1) ?? {};
      return [message.from, message.from_user_id, contact.wa_id];
    };
    deepEqual(await nameAs(), [undefined, customer.userId, undefined]);
    await send(PHONE, 'Hi');
    deepEqual(await nameAs(), ['16505551234', customer.userId, '16505551234']);
    deepEqual([customer.showsNumberTo(number), customer.showsNumberTo(other)], [true, false]);
    clock.advance(30 * 86_400_000);
    deepEqual(await nameAs(), [undefined, customer.userId, undefined]);
    await send(PHONE, 'Hi');
    customer.changeNumber('+12195555358');
    await simulator.idle();
    const { system } = receiver.messages().at(-1)?.message ?? {};
    deepEqual([system.type, system.wa_id, system.user_id], ['user_changed_number', '12195555358', customer.userId]);
    deepEqual(await nameAs(), [undefined, customer.userId, undefined]);
  });

  it('have no user IDs on the On-Premises API, which cannot hide a number', async () => {
    const { simulator, receiver } = await setStage({}, { api: 'on-premises' });
    const customer = simulator.world.addCustomer({ phone: PHONE, name: 'Pablo', username: 'pablo', hidesNumber: true });
    customer.write('Hello');
    await simulator.idle();
    const { message, contact } = receiver.messages()[0] ?? {};
    deepEqual([message.from, contact], ['16505551234', { profile: { name: 'Pablo' }, wa_id: '16505551234' }]);
    equal(
      receiver.webhooks.some(({ raw }) => raw.includes(customer.userId ?? '')),
      false,
    );
  });

  it('may have a wa_id that differs from their number', async () => {
    const { simulator, receiver, send } = await setStage();
    const customer = simulator.world.addCustomer({ phone: '+5511987654321', waId: '551187654321' });
    const { body } = await send('+5511987654321', 'Oi');
    deepEqual(body.contacts, [{ input: '+5511987654321', wa_id: '551187654321' }]);
    equal(receiver.statuses()[0].recipient_id, '551187654321');
    await send('+551187654321', 'Oi');
    equal(customer.inbox.length, 2);
  });

  it('leave WhatsApp, what waited fails, and come back as a new identity', async () => {
    const { simulator, receiver, send } = await setStage();
    const customer = simulator.world.addCustomer({ phone: PHONE });
    const { identityHash } = customer;
    customer.goOffline();
    await send(PHONE, 'Hi');
    customer.leaveWhatsApp();
    throws(() => customer.write('Hello'), { code: 'not_online' });
    customer.goOnline();
    await simulator.idle();
    equal(customer.inbox.length, 0);
    equal(receiver.statuses().at(-1).errors[0].code, 131026);
    customer.joinWhatsApp();
    notEqual(customer.identityHash, identityHash);
    await send(PHONE, 'Hi');
    equal(customer.inbox.length, 1);
  });

  it('write every kind of message', async () => {
    const { simulator, receiver } = await setStage();
    const customer = simulator.world.addCustomer({ phone: PHONE });
    customer.write({ type: 'button', button: { payload: 'YES', text: 'Yes' }, context: { id: 'wamid.1' } });
    await simulator.idle();
    const { message } = receiver.messages()[0] ?? {};
    deepEqual(
      [message.type, message.button, message.context],
      ['button', { payload: 'YES', text: 'Yes' }, { id: 'wamid.1' }],
    );
  });

  it('are unique, and need a number in international form', () => {
    const { world } = createSimulator();
    const customer = world.addCustomer({ phone: '+1 (650) 555-1234', userId: 'US.1' });
    equal(customer.phone, PHONE);
    for (const name of [PHONE, '16505551234', 'US.1']) equal(world.customer(name), customer);
    throws(() => world.addCustomer({ phone: PHONE }), { code: 'customer_exists' });
    throws(() => world.addCustomer({ phone: '+16505559999', userId: 'US.1' }), { code: 'customer_exists' });
    throws(() => world.addCustomer({ phone: '6505551234' }), { code: 'invalid_phone' });
    const other = world.addCustomer({ phone: '+16505559999' });
    throws(() => other.changeNumber(PHONE), { code: 'customer_exists' });
    equal(other.phone, '+16505559999');
    equal(world.customer('+16505559999'), other);
    world.removeCustomer(other);
    equal(world.customers.length, 1);
  });

  it('write to a named number where there are several', async () => {
    const { simulator, number } = await setStage();
    const customer = simulator.world.addCustomer({ phone: PHONE });
    const other = simulator.world.addNumber();
    throws(() => customer.write('Hello'), { code: 'number_missing' });
    throws(() => customer.write('Hello', 'nothing'), { code: 'number_not_found' });
    throws(() => simulator.world.addNumber({ phoneNumberId: number.phoneNumberId }), { code: 'number_exists' });
    await simulator.world.removeNumber(other.phoneNumberId);
    customer.write('Hello');
  });

  it('keep no more than so many received messages', async () => {
    const { simulator, send } = await setStage({ inboxLimit: 2 });
    const customer = simulator.world.addCustomer({ phone: PHONE });
    for (const text of ['1', '2', '3']) await send(PHONE, text);
    deepEqual(
      customer.inbox.map(({ content }) => content.text),
      [{ body: '2' }, { body: '3' }],
    );
  });
});

describe('a simulator with a seed', () => {
  function draw(seed: string | undefined): unknown {
    const { world, controlToken } = createSimulator({ seed });
    const number = world.addNumber();
    const customer = world.addCustomer({ phone: PHONE, userId: true });
    const first = customer.identityHash;
    customer.newDevice();
    return {
      number,
      controlToken,
      first,
      second: customer.identityHash,
      userId: customer.userId,
      id: customer.write('Hi'),
    };
  }

  it('makes the same hashes, IDs and secrets again', () => deepEqual(draw('seed'), draw('seed')));

  it('makes others with another seed, or none', () => {
    const [a, b, c, d] = [draw('a'), draw('b'), draw(undefined), draw(undefined)].map((drawn) => JSON.stringify(drawn));
    equal(new Set([a, b, c, d]).size, 4);
  });

  it("lets one customer's hashes depend on nobody else", () => {
    const hashAfter = (devicesOfOther: number): string => {
      const { world } = createSimulator({ seed: 'seed' });
      const other = world.addCustomer({ phone: '+16505550000' });
      const customer = world.addCustomer({ phone: PHONE });
      for (let i = 0; i < devicesOfOther; i++) other.newDevice();
      customer.newDevice();
      return customer.identityHash;
    };
    equal(hashAfter(0), hashAfter(5));
  });
});
