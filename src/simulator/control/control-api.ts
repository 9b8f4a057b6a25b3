import { isSameSecret } from '../../webhook/same-secret';
import { bearerOf, type Call, failure, type Reply } from '../http/call';
import { findRoute } from '../http/router';
import { SimulatorError } from '../simulator-error';
import { type ControlContext, controlRoutes } from './control-routes';

export type ControlApi = (call: Call) => Promise<Reply>;

/**
 * The control API: a world of customers, driven over HTTP. Whoever passes calls on to it answers for the caller, see
 * `requireToken`; bodies and answers are JSON, errors `{ "error": { "code", "message" } }`.
 */
export function createControlApi(context: ControlContext): ControlApi {
  const routes = controlRoutes(context);
  return async (call) => {
    try {
      const match = findRoute(routes, call.method, call.path);
      if ('handler' in match) return await match.handler(call, match.params);
      if (match.allowed.length === 0) throw new SimulatorError('not_found', `There is no ${call.path}.`, 404);
      throw new SimulatorError('method_not_allowed', `Use ${match.allowed.join(' or ')} here.`, 405);
    } catch (error) {
      if (!(error instanceof SimulatorError)) throw error;
      return failure(error.httpStatus, error.code, error.message);
    }
  };
}

/** The control API for callers from anywhere: each call needs `Authorization: Bearer <control token>`. */
export function requireToken(token: string, api: ControlApi): ControlApi {
  return async (call) =>
    isSameSecret(bearerOf(call) ?? '', token)
      ? api(call)
      : failure(401, 'unauthorized', 'Control calls need the control token: Authorization: Bearer <token>.');
}
