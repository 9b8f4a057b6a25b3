import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { Account, Subscriber } from '../src/account';
import type { IdentityChange } from '../src/store/identity-change';
import type { WebhookEvent } from '../src/webhook/event';
import { type FlowMessage, toChangeMessage, toEventMessage } from '../src/webhook/flow-message';
import { accountOf } from './shared/config-account';
import { type Entrance, isExternal, openEntrance, settleEntrances, toEntranceStatus } from './shared/entrance';
import { atFault, examine } from './shared/examine';
import { takeExternal } from './shared/external-input';
import { type CountingNode, serveFigures } from './shared/figures-route';
import { onFlowStart } from './shared/flow-starts';
import { IntakeStatus } from './shared/intake-status';
import { isAboutOneOf, toNumbers } from './shared/number-filter';
import { onClose } from './shared/on-close';
import { onInput } from './shared/on-input';
import { OnceAMinute } from './shared/once-a-minute';
import type { PortConfig } from './shared/port-settings';
import { redelivered } from './shared/redelivery';
import { toRefusalError, toReported } from './shared/reported-error';
import { type ExaminedNode, serveSelfTest } from './shared/self-test-route';
import { type AsideNode, serveSetAside } from './shared/set-aside-route';
import { INTERNAL_ERROR, toKnownError } from './shared/to-known-error';
import { toPort } from './shared/to-port';
import { joinAddress } from './shared/webhook-address';

/** What the dialog stores; flows that were written by hand may lack any of it. */
interface WebhookInConfig extends NodeDef, PortConfig {
  account: string;
  path?: string;
  messages?: boolean;
  statuses?: boolean;
  identityChanges?: boolean;
  accountEvents?: boolean;
  /** Business or customer numbers, separated by commas; empty for all. */
  numbers?: string;
  /** Megabytes. */
  bodyLimit?: number | string;
  /** Events that may wait for the flow. */
  waitingLimit?: number | string;
}

const PORTS = { message: 0, status: 1, change: 2, account: 3 } as const;
/** There for a node that gets its webhooks from the flow. */
const ANSWER = 4;
const MEGABYTE = 1_048_576;
/** Fifty of the largest webhooks. What waits takes one or two kilobytes an event. */
const WAITING_LIMIT = 50_000;
/** After so many events the event loop gets its turn. */
const SLICE = 64;

module.exports = (RED: NodeAPI): void => {
  function WebhookInConstructor(this: CountingNode & AsideNode & ExaminedNode, config: WebhookInConfig): void {
    RED.nodes.createNode(this, config);
    const found = accountOf(RED, this, config.account);
    if (found?.account === undefined) {
      this.examine = async () => [atFault('account_not_usable')];
      return;
    }
    const { account, simulated } = found;
    const status = new IntakeStatus(this, RED, account, () => residence.report().waiting.deliveries);
    const faults = new OnceAMinute();
    const tell = (error: unknown): void => {
      const { code, message } = toKnownError(error);
      // Without a message, Catch nodes would not hear of it.
      faults.report(code === INTERNAL_ERROR ? message : code, (skipped) => this.error(toReported(error, skipped), {}));
    };

    let entrance: Entrance;
    let fault: string | undefined;
    try {
      entrance = openEntrance(RED, config, {
        onListening: () => {
          fault = undefined;
          status.ready();
        },
        onFault: (error) => {
          fault = error.code;
          status.shut(toEntranceStatus(error.code));
          tell(error);
        },
      });
    } catch (error) {
      const known = toKnownError(error);
      status.shut(toEntranceStatus(known.code));
      this.error(known);
      this.examine = async () => [atFault(known.code)];
      return;
    }
    const residence = joinAddress(entrance.place, {
      account,
      bodyLimit: (toPositive(config.bodyLimit) ?? 3) * MEGABYTE,
      waitingLimit: toPositive(config.waitingLimit) ?? WAITING_LIMIT,
      onRefused: (reason) => {
        status.refused(reason);
        // The flow that brought it gets the refusal as an answer.
        if (entrance.place !== undefined) tell(toRefusalError(reason));
      },
      onProcessed: (figures) => status.processed(figures),
      onError: tell,
    });
    this.figures = residence.report;
    this.account = account;
    const { place } = entrance;
    const { report } = residence;
    this.examine = (address) => examine({ account, place, fault, report }, address, RED.settings);
    const start = untilFlowsRun(RED.events);
    const unsubscribe = account.subscribe(toSubscriber(this, account, config, start.over));
    const disconnect = entrance.place && simulated?.connect(entrance.place.server, entrance.place.path);
    if (entrance.place === undefined) {
      onInput(this, (msg, send) =>
        takeExternal(msg, account, residence, (answer) => send(toPort(5, ANSWER, Object.assign(msg, answer)))),
      );
    }
    void start.over.then(settleEntrances);
    onClose(this, async (removed) => {
      disconnect?.();
      // The nodes behind this one are going, too: what they do not get now is handed over after the deployment.
      unsubscribe();
      start.cancel();
      const left = residence.leave(removed);
      entrance.release(removed);
      await left;
      status.stop();
    });
  }

  RED.nodes.registerType('whatsapp-webhook-in', WebhookInConstructor);
  serveFigures(RED);
  serveSetAside(RED);
  serveSelfTest(RED);
};

/** @param started resolves when the nodes behind this one can take messages */
function toSubscriber(node: Node, account: Account, config: WebhookInConfig, started: Promise<void>): Subscriber {
  const { messages = true, statuses = true, accountEvents = true, identityChanges = true } = config;
  const isWanted = { message: messages, status: statuses, account: accountEvents };
  const numbers = toNumbers(config.numbers);
  const { isSimulated } = account;
  const { phoneNumberId, displayNumber } = account.settings;
  const ports = isExternal(config) ? 5 : 4;
  const emit = (port: number, message: FlowMessage): void => node.send(toPort(ports, port, message));
  const emitChanges = (changes: readonly IdentityChange[], redelivered: boolean, event?: WebhookEvent): void => {
    if (!identityChanges) return;
    for (const change of changes) {
      const { displayPhoneNumber = displayNumber } = event ?? {};
      if (!isAboutOneOf(numbers, { phoneNumberId, displayPhoneNumber, customer: change.names })) continue;
      emit(
        PORTS.change,
        toChangeMessage(change, { isSimulated, redelivered, phoneNumberId, customer: event?.customer }),
      );
    }
  };

  // What the process before has left goes first.
  const caughtUp = started.then(() => redelivered(account.store));

  return {
    receive: async (events, isRedelivered) => {
      await (isRedelivered ? started : caughtUp);
      let handed = 0;
      for (const committed of events) {
        const { event, isDuplicate, reports } = committed;
        emitChanges(reports, isRedelivered, event);
        if (isDuplicate || !isWanted[event.kind]) continue;
        if (!isAboutOneOf(numbers, { displayPhoneNumber: displayNumber, ...event })) continue;
        emit(PORTS[event.kind], toEventMessage(committed, { isSimulated, redelivered: isRedelivered }));
        handed += 1;
        if (handed % SLICE === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    },
    report: (changes) => emitChanges(changes, false),
  };
}

function untilFlowsRun(events: NodeJS.EventEmitter): { over: Promise<void>; cancel: () => void } {
  let cancel = (): void => undefined;
  const over = new Promise<void>((resolve) => {
    const leave = onFlowStart(events, resolve);
    cancel = () => {
      leave();
      resolve();
    };
  });
  return { over: over.finally(() => cancel()), cancel };
}

/** Undefined for whatever is no number above zero. */
function toPositive(value: number | string | undefined): number | undefined {
  const number = Number(value);
  return number > 0 && Number.isFinite(number) ? number : undefined;
}
