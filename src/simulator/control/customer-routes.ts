import type { Call, Reply } from '../http/call';
import type { Customer } from '../world/customer';
import type { MessageContent } from '../world/sent-message';
import type { World } from '../world/world';
import { Fields, wrong } from './fields';
import { readMedia } from './read-media';
import { customerView, phoneView } from './views';

/** What a control call about one customer does. */
export type CustomerAction = (customer: Customer, fields: Fields, world: World) => Reply;

const shown = (customer: Customer): Reply => ({ status: 200, body: customerView(customer) });

/** The actions under `/control/customers/{phone}`. */
export const customerActions: Record<string, CustomerAction> = {
  messages: (customer, fields, world) => ({
    status: 200,
    body: { id: customer.write(readMessage(fields, world), fields.text('to'), fields.text('group')) },
  }),
  'new-device': (customer) => {
    customer.newDevice();
    return shown(customer);
  },
  'sim-swap': (customer, fields) => {
    customer.simSwap({ name: fields.requiredText('name'), userId: fields.textOrTrue('userId') });
    return shown(customer);
  },
  'change-number': (customer, fields) => {
    customer.changeNumber(fields.requiredText('phone'));
    return shown(customer);
  },
  offline: (customer) => {
    customer.goOffline();
    return shown(customer);
  },
  online: (customer) => {
    customer.goOnline();
    return shown(customer);
  },
  leave: (customer) => {
    customer.leaveWhatsApp();
    return shown(customer);
  },
  join: (customer) => {
    customer.joinWhatsApp();
    return shown(customer);
  },
  read: (customer) => ({ status: 200, body: { read: customer.read() } }),
};

export function addCustomer(call: Call, world: World): Reply {
  const fields = new Fields(call);
  const customer = world.addCustomer({
    phone: fields.requiredText('phone'),
    name: fields.text('name'),
    waId: fields.text('waId'),
    userId: fields.textOrTrue('userId'),
    username: fields.text('username'),
    hidesNumber: fields.flag('hidesNumber'),
    identityHash: fields.text('identityHash'),
    online: fields.flag('online'),
    onWhatsApp: fields.flag('onWhatsApp'),
    hasWritten: fields.flag('hasWritten'),
  });
  return { status: 201, body: phoneView(customer) };
}

function readMessage(fields: Fields, world: World): string | MessageContent {
  const media = fields.unknown('media');
  const group = world.groups.find(fields.text('group') ?? '');
  if (media !== undefined) return readMedia(media, world, group?.number.phoneNumberId ?? fields.text('to'));
  const message = fields.unknown('message');
  if (message === undefined) return fields.requiredText('text');
  if (typeof message !== 'object' || message === null) throw wrong('message', 'must be a message object');
  const { type } = message as Record<string, unknown>;
  if (typeof type !== 'string') throw wrong('message', "must have a 'type'");
  return { ...message, type };
}
