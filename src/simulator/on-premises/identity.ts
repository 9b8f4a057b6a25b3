import type { Call, Reply } from '../http/call';
import type { Customer } from '../world/customer';
import type { World } from '../world/world';
import type { SelfHosted } from './authorize';
import { missing, OnPremisesError, wrong } from './on-premises-error';
import { emptyAnswer, readObject } from './parameters';

/** `GET /v1/contacts/{wa_id}/identity`: S2, "Manage Users' Identities". */
export function getIdentity(waId: string, { client }: SelfHosted, world: World): Reply {
  const customer = customerOf(waId, world);
  const { hash, detectedAt, acknowledged } = client.identities.of(customer, world.now());
  return { status: 200, body: { contacts: { hash, created_timestamp: detectedAt, acknowledged } } };
}

/**
 * `PUT /v1/contacts/{wa_id}/identity`: acknowledges the latest change of the customer.
 *
 * @throws OnPremisesError 1006, 1008, 1009
 */
export function putIdentity(call: Call, waId: string, { client }: SelfHosted, world: World): Reply {
  const customer = customerOf(waId, world);
  const { hash } = readObject(call);
  if (hash === undefined) throw missing('hash');
  if (typeof hash !== 'string' || !client.identities.acknowledge(customer, hash)) {
    throw wrong('hash', 'is not the latest hash of the contact');
  }
  return emptyAnswer(world);
}

function customerOf(waId: string, world: World): Customer {
  const customer = world.findCustomer(waId);
  if (!customer) throw new OnPremisesError(1006, 'unknown contact');
  return customer;
}
