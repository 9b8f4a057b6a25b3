import type { Faults } from '../faults';
import type { Call, Reply } from '../http/call';
import type { Route } from '../http/router';
import type { MovableClock } from '../movable-clock';
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

export interface ControlContext {
  world: World;
  faults: Faults;
  timeline: Timeline;
  clock: MovableClock;
  /** Answers with a stream of what happens. */
  feed: () => Reply;
}

type ControlRoute = Route<(call: Call, params: Record<string, string>) => Reply | Promise<Reply>>;

/** Every call of the control API. `docs/simulator.md` says what each takes and answers. */
export function controlRoutes({ world, faults, timeline, clock, feed }: ControlContext): ControlRoute[] {
  return [
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
    ...Object.entries(customerActions).map(
      ([name, act]): ControlRoute => [
        'POST',
        `/control/customers/:phone/${name}`,
        (call, { phone = '' }) => act(world.customer(phone), new Fields(call), world),
      ],
    ),
  ];
}

const ok = (body: unknown): Reply => ({ status: 200, body });

function removeCustomer(phone: string, world: World): Reply {
  world.removeCustomer(world.customer(phone));
  return ok({ removed: phone });
}
