import type { Clock } from '../clock';
import type { Faults } from '../faults';
import type { Call, Reply } from '../http/call';
import { findRoute, type Route } from '../http/router';
import type { Random } from '../random';
import type { CallEntry, Timeline } from '../timeline';
import type { BusinessNumber } from '../world/business-number';
import { traceId } from '../world/ids';
import type { World } from '../world/world';
import { authorize } from './authorize';
import { GraphError, unknownObject } from './graph-error';
import { postMessage } from './messages';
import { getNumber } from './number-fields';
import { parseParameters } from './parse-parameters';
import { getSettings, postSettings } from './settings';

interface GraphContext {
  world: World;
  faults: Faults;
  clock: Clock;
  random: Random;
  timeline: Timeline;
}

const ROUTES: readonly Route<(call: Call, number: BusinessNumber, world: World) => Reply>[] = [
  ['GET', '/:id', (call, number) => getNumber(number, call.query.get('fields'))],
  ['POST', '/:id/messages', (call, number, world) => postMessage(parseParameters(call), number, world)],
  ['GET', '/:id/settings', (_call, number) => getSettings(number)],
  ['POST', '/:id/settings', (call, number, world) => postSettings(parseParameters(call), number, world)],
];

/** The Graph API of the world, at every version (`/v25.0/…`, or none). */
export function createGraphApi(context: GraphContext): (call: Call) => Reply {
  const { clock, random, timeline } = context;
  return (call) => {
    const reply = answer(call, context, () => traceId(random));
    timeline.add<CallEntry>({
      kind: 'call',
      at: new Date(clock.now()).toISOString(),
      method: call.method,
      path: call.path,
      request: call.body.toString(),
      status: reply.status,
      response: JSON.stringify(reply.body),
    });
    return reply;
  };
}

function answer(call: Call, { world, faults }: GraphContext, newTraceId: () => string): Reply {
  try {
    failOnDemand(faults);
    const path = call.path.replace(/^\/v\d+\.\d+(?=\/)/, '');
    const match = findRoute(ROUTES, call.method, path);
    if ('handler' in match) return match.handler(call, authorize(call, world.numbers, match.params.id ?? ''), world);
    if (match.allowed.length > 0) throw unknownObject(call.method, path.slice(1));
    throw new GraphError(2500, { message: `Unknown path components: ${path}` });
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return { status: error.httpStatus, body: error.toBody(newTraceId()) };
  }
}

function failOnDemand(faults: Faults): void {
  const { apiError } = faults;
  if (apiError === null || apiError.times <= 0) return;
  apiError.times -= 1;
  throw new GraphError(apiError.code);
}
