import type { Call, Reply } from '../http/call';
import type { World } from '../world/world';
import { Fields, wrong } from './fields';

/** A business number makes a group of customers. */
export function addGroup(call: Call, world: World): Reply {
  const fields = new Fields(call);
  const members = fields.unknown('members');
  if (!Array.isArray(members)) throw wrong('members', 'must be a list of phone numbers');
  const customers = members.map((name) => world.customer(String(name)));
  const group = world.groups.add(world.number(fields.text('number')), fields.text('subject') ?? 'Group', customers);
  const body = { id: group.id, subject: group.subject, members: customers.map(({ phone }) => phone) };
  return { status: 201, body };
}
