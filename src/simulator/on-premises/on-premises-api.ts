import { takeFault } from '../faults';
import type { Call, Reply } from '../http/call';
import { recordCall } from '../http/record-call';
import { findRoute, type Route } from '../http/router';
import type { World } from '../world/world';
import { deleteSettings, getSettings, patchSettings } from './application-settings';
import { authorize, type SelfHosted } from './authorize';
import { postContacts } from './contacts';
import { getIdentity, putIdentity } from './identity';
import { postMessage, putMessage } from './messages';
import type { OnPremisesContext } from './on-premises-context';
import { InvalidApiKey, OnPremisesError } from './on-premises-error';
import { isObject } from './parameters';
import { login, logout } from './users';

type Handler = (call: Call, context: OnPremisesContext, params: Record<string, string>) => Reply | Promise<Reply>;

const hosted =
  (
    handle: (call: Call, hosted: SelfHosted, world: World, params: Record<string, string>) => Reply | Promise<Reply>,
  ): Handler =>
  (call, { world }, params) =>
    handle(call, authorize(call, world.numbers), world, params);

const ROUTES: readonly Route<Handler>[] = [
  ['POST', '/v1/users/login', (call, { world }) => login(call, world)],
  ['POST', '/v1/users/logout', hosted(logout)],
  ['POST', '/v1/contacts', (call, context) => postContacts(call, authorize(call, context.world.numbers), context)],
  ['GET', '/v1/contacts/:id/identity', hosted((_call, host, world, { id = '' }) => getIdentity(id, host, world))],
  ['PUT', '/v1/contacts/:id/identity', hosted((call, host, world, { id = '' }) => putIdentity(call, id, host, world))],
  ['POST', '/v1/messages', hosted(postMessage)],
  ['PUT', '/v1/messages/:id', hosted((call, _host, world, { id = '' }) => putMessage(call, id, world))],
  ['GET', '/v1/settings/application', hosted((_call, host) => getSettings(host))],
  ['PATCH', '/v1/settings/application', hosted(patchSettings)],
  ['DELETE', '/v1/settings/application', hosted((_call, host, world) => deleteSettings(host, world))],
];

/** The On-Premises API of all numbers that have one: the login, or the API key, says which is meant. */
export function createOnPremisesApi(context: OnPremisesContext): (call: Call) => Promise<Reply> {
  const { clock, timeline } = context;
  return async (call) => {
    const reply = await answer(call, context);
    recordCall(timeline, clock, call, reply);
    return reply;
  };
}

async function answer(call: Call, context: OnPremisesContext): Promise<Reply> {
  const { rules } = context.world;
  const meta = { api_status: 'stable', version: rules.contactCheck === 'always_valid' ? 'v2.45.1' : 'v2.41.2' };
  try {
    failOnDemand(call, context);
    const match = findRoute(ROUTES, call.method, call.path);
    if (!('handler' in match)) throw new OnPremisesError(1006, `There is no ${call.method} ${call.path}.`);
    const reply = await match.handler(call, context, match.params);
    const hasContent = isObject(reply.body) && Object.keys(reply.body).length > 0;
    return hasContent ? { ...reply, body: { ...(reply.body as object), meta } } : reply;
  } catch (error) {
    if (error instanceof OnPremisesError) {
      return { status: error.httpStatus, body: { errors: [error.toEntry()], meta } };
    }
    if (!(error instanceof InvalidApiKey)) throw error;
    return { status: 401, body: { meta: { httpCode: 401, developerMessage: error.message, success: false } } };
  }
}

function failOnDemand(call: Call, { faults }: OnPremisesContext): void {
  const fault = takeFault(faults.onPremisesError, call.path);
  if (fault) throw new OnPremisesError(fault.code, undefined, fault.httpStatus);
}
