import type { Clock } from '../clock';
import { type Faults, takeFault } from '../faults';
import type { Call, Reply } from '../http/call';
import { recordCall } from '../http/record-call';
import { findRoute, type Route } from '../http/router';
import type { Random } from '../random';
import type { Timeline } from '../timeline';
import type { BusinessNumber } from '../world/business-number';
import { traceId } from '../world/ids';
import type { World } from '../world/world';
import { authorizeNumber, authorizeWaba } from './authorize';
import { getDebugToken } from './debug-token';
import { GraphError, unknownObject } from './graph-error';
import { deleteMedia, getContent, getMedia, postMedia } from './media';
import { postMessage } from './messages';
import { getNumber } from './number-fields';
import { type Parameters, parseParameters } from './parse-parameters';
import { postDeregister, postPin, postRegister } from './registration';
import { getSettings, postSettings } from './settings';
import { getTemplates } from './templates';
import { postRequestCode, postVerifyCode } from './verification';
import { deleteSubscribedApps, getPhoneNumbers, getSubscribedApps, postSubscribedApps } from './waba';

interface GraphContext {
  world: World;
  faults: Faults;
  clock: Clock;
  random: Random;
  timeline: Timeline;
}

type Handler = (call: Call, id: string, world: World) => Reply;

const number =
  (handle: (call: Call, number: BusinessNumber, world: World) => Reply): Handler =>
  (call, id, world) =>
    handle(call, authorizeNumber(call, world.numbers, id), world);

/** Changes a number: the token is looked at before the parameters. */
const change = (handle: (parameters: Parameters, number: BusinessNumber, world: World) => Reply): Handler =>
  number((call, found, world) => handle(parseParameters(call), found, world));

const waba =
  (handle: (call: Call, wabaId: string, world: World) => Reply): Handler =>
  (call, id, world) =>
    handle(call, authorizeWaba(call, world.numbers, id), world);

const getNumberFields = number((call, found) => getNumber(found, call.query.get('fields')));

/** Graph has one path for objects of every kind. */
function getObject(call: Call, id: string, world: World): Reply {
  const file = world.media.get(id);
  return file === undefined ? getNumberFields(call, id, world) : getMedia(call, file, world);
}

const ROUTES: readonly Route<Handler>[] = [
  ['GET', '/debug_token', (call, _id, world) => getDebugToken(call, world)],
  ['GET', '/:id', getObject],
  ['DELETE', '/:id', deleteMedia],
  ['GET', '/media/:id', getContent],
  ['POST', '/:id/media', number(postMedia)],
  ['POST', '/:id', change(postPin)],
  ['POST', '/:id/messages', change(postMessage)],
  ['GET', '/:id/settings', number((_call, found) => getSettings(found))],
  ['POST', '/:id/settings', change(postSettings)],
  ['POST', '/:id/request_code', change(postRequestCode)],
  ['POST', '/:id/verify_code', change(postVerifyCode)],
  ['POST', '/:id/register', change(postRegister)],
  ['POST', '/:id/deregister', number((_call, found) => postDeregister(found))],
  ['GET', '/:id/phone_numbers', waba(getPhoneNumbers)],
  ['GET', '/:id/message_templates', waba(getTemplates)],
  ['GET', '/:id/subscribed_apps', waba((_call, id, world) => getSubscribedApps(id, world))],
  ['POST', '/:id/subscribed_apps', waba((call, id, world) => postSubscribedApps(parseParameters(call), id, world))],
  ['DELETE', '/:id/subscribed_apps', waba((_call, id, world) => deleteSubscribedApps(id, world))],
];

/** The Graph API of the world, at every version (`/v25.0/…`, or none). */
export function createGraphApi(context: GraphContext): (call: Call) => Reply {
  const { clock, random, timeline } = context;
  return (call) => {
    const reply = answer(call, context, () => traceId(random));
    recordCall(timeline, clock, call, reply);
    return reply;
  };
}

function answer(call: Call, { world, faults }: GraphContext, newTraceId: () => string): Reply {
  try {
    failOnDemand(faults, call.path);
    const path = call.path.replace(/^\/v\d+\.\d+(?=\/)/, '');
    const match = findRoute(ROUTES, call.method, path);
    if ('handler' in match) return match.handler(call, match.params.id ?? '', world);
    if (match.allowed.length > 0) throw unknownObject(call.method, path.slice(1));
    throw new GraphError(2500, { message: `Unknown path components: ${path}` });
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return { status: error.httpStatus, body: error.toBody(newTraceId()) };
  }
}

function failOnDemand({ apiError }: Faults, path: string): void {
  const fault = takeFault(apiError, path);
  if (fault === undefined) return;
  const { code, httpStatus, subcode } = fault;
  throw new GraphError(code, {
    ...(httpStatus !== undefined && { httpStatus }),
    ...(subcode !== undefined && { subcode }),
  });
}
