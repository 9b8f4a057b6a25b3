import { isSameSecret } from '../../webhook/same-secret';
import type { Faults } from '../faults';
import { bearerOf, type Call, failure, type Reply } from '../http/call';
import { findRoute, type Route } from '../http/router';
import type { MovableClock } from '../movable-clock';
import { SimulatorError } from '../simulator-error';
import type { Timeline } from '../timeline';
import type { World } from '../world/world';
import { changeFaults, changeRules, moveClock } from './behaviour-routes';
import { addCustomer, customerActions } from './customer-routes';
import { Fields } from './fields';
import { addGroup } from './group-routes';
import { showMedia } from './media-routes';
import {
  addNumber,
  changeNumber,
  endLogins,
  expireVerification,
  fireWebhook,
  removeNumber,
  setWebhook,
  showCodes,
  viewOf,
} from './number-routes';
import { putTemplate, showTemplates } from './template-routes';
import { customerView, phoneView } from './views';

interface ControlContext {
  world: World;
  faults: Faults;
  timeline: Timeline;
  clock: MovableClock;
  /** Answers with a stream of what happens. */
  feed: () => Reply;
}

export type ControlApi = (call: Call) => Promise<Reply>;

type Params = Record<string, string>;

/**
 * The control API: a world of customers, driven over HTTP. Whoever passes calls on to it answers for the caller, see
 * `requireToken`; bodies and answers are JSON, errors `{ "error": { "code", "message" } }`. `{phone}` is a phone number (with or without
 * plus), a wa_id or a user ID.
 *
 * | call | body → answer |
 * |---|---|
 * | `GET /control/state` | → `{ numbers, customers }`, without secrets and inboxes |
 * | `POST /control/numbers` | any of `NumberOptions` → 201, the number with its tokens; with `{ "api": "on-premises" }` also `username` and `password` |
 * | `PATCH /control/numbers/{id}` | any of `{ identityCheck, verifiedName, throughputLevel, qualityRating, nameStatus }` → the number |
 * | `DELETE /control/numbers/{id}` | → `{ removed }` |
 * | `POST /control/numbers/{id}/webhook` | `{ url, handshake? }`, a null `url` for none → `{ verified, status?, reason? }` |
 * | `GET /control/numbers/{id}/codes` | → `{ codes }`: the verification codes that its phone received, newest last: `{ code, text, method, language, at, expiresAt }` |
 * | `POST /control/numbers/{id}/expire-verification` | → the number, which must be verified again before it can be registered again |
 * | `POST /control/numbers/{id}/end-logins` | → the number, whose On-Premises API takes none of the tokens it gave so far |
 * | `POST /control/customers` | `{ phone, name?, … }` as in `CustomerOptions` → 201, the customer |
 * | `GET /control/customers/{phone}` | → the customer with the `inbox` of the phone, and in `written` what was written on it and whether the business read it |
 * | `DELETE /control/customers/{phone}` | → `{ removed }` |
 * | `POST /control/customers/{phone}/messages` | `{ text }`, `{ message }` or `{ media: { type, mimeType, data, caption?, filename?, voice? } }` with its data in base64, with several numbers `to`, into a group `group` → `{ id }`, the wamid |
 * | `GET /control/media/{id}` | → the file, whoever sent it: a picture as such, anything else as bytes |
 * | `POST /control/groups` | `{ members, subject?, number? }`: phone numbers of customers → 201, `{ id, subject, members }` |
 * | `…/new-device`, `…/offline`, `…/online`, `…/leave`, `…/join` | → the customer |
 * | `…/sim-swap` | `{ name, userId? }`, a `userId` of true makes one up → the customer |
 * | `…/change-number` | `{ phone }` → the customer |
 * | `…/read` | → `{ read }`, the wamids of what was unread |
 * | `POST /control/webhooks` | `{ body, phoneNumberId? }`: sent signed where the API signs, a string byte for byte → 202 |
 * | `GET /control/templates` | → `{ templates }` of the business account |
 * | `POST /control/templates` | `{ name, language, status?, category?, parameter_format?, components?, phoneNumberId? }` → the template, added or changed |
 * | `GET`, `PATCH /control/rules` | any of `Rules` → all of them: where the documents leave the platform's behaviour open |
 * | `GET`, `PATCH /control/faults` | any of `Faults` → all of them: misbehaviour on demand |
 * | `POST /control/clock` | `{ forwardMs }` → `{ now }`: moves the world's time on; what was to happen until then happens at once |
 * | `GET /control/timeline` | → `{ entries }`: API calls, handshakes, webhooks with their attempts, oldest first |
 * | `GET /control/events` | → server-sent events: `world` with a `Snapshot`, `timeline` with new and changed entries |
 */
export function createControlApi({ world, faults, timeline, clock, feed }: ControlContext): ControlApi {
  const routes: Route<(call: Call, params: Params) => Reply | Promise<Reply>>[] = [
    [
      'GET',
      '/control/state',
      () =>
        ok({
          numbers: world.numbers.map((number) => viewOf(number, world)),
          customers: world.customers.map(customerView),
        }),
    ],
    ['GET', '/control/timeline', () => ok({ entries: timeline.entries })],
    ['GET', '/control/events', feed],
    ['POST', '/control/numbers', (call) => addNumber(call, world)],
    ['DELETE', '/control/numbers/:id', (_call, { id = '' }) => removeNumber(id, world)],
    ['PATCH', '/control/numbers/:id', (call, { id = '' }) => changeNumber(id, call, world)],
    ['GET', '/control/numbers/:id/codes', (_call, { id = '' }) => showCodes(id, world)],
    ['POST', '/control/numbers/:id/expire-verification', (_call, { id = '' }) => expireVerification(id, world)],
    ['POST', '/control/numbers/:id/end-logins', (_call, { id = '' }) => endLogins(id, world)],
    ['POST', '/control/numbers/:id/webhook', (call, { id = '' }) => setWebhook(id, call, world)],
    ['POST', '/control/customers', (call) => addCustomer(call, world)],
    ['GET', '/control/customers/:phone', (_call, { phone = '' }) => ok(phoneView(world.customer(phone)))],
    ['DELETE', '/control/customers/:phone', (_call, { phone = '' }) => removeCustomer(phone, world)],
    ['GET', '/control/media/:id', (_call, { id = '' }) => showMedia(id, world)],
    ['POST', '/control/groups', (call) => addGroup(call, world)],
    ['GET', '/control/templates', (call) => showTemplates(call, world)],
    ['POST', '/control/templates', (call) => putTemplate(call, world)],
    ['GET', '/control/rules', () => ok(world.rules)],
    ['PATCH', '/control/rules', (call) => changeRules(call, world.rules)],
    ['GET', '/control/faults', () => ok(faults)],
    ['PATCH', '/control/faults', (call) => changeFaults(call, faults)],
    ['POST', '/control/clock', (call) => moveClock(call, clock)],
    ['POST', '/control/webhooks', (call) => fireWebhook(call, world)],
    ...Object.entries(customerActions).map(([name, act]): (typeof routes)[number] => [
      'POST',
      `/control/customers/:phone/${name}`,
      (call, { phone = '' }) => act(world.customer(phone), new Fields(call), world),
    ]),
  ];
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

const ok = (body: unknown): Reply => ({ status: 200, body });

function removeCustomer(phone: string, world: World): Reply {
  world.removeCustomer(world.customer(phone));
  return ok({ removed: phone });
}
