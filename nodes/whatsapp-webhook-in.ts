import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { Account, Subscriber } from '../src/account';
import type { Report } from '../src/identity/report';
import { WhatsAppError } from '../src/platform/errors';
import type { Committed } from '../src/store/store';
import { type FlowMessage, toChangeMessage, toEventMessage } from '../src/webhook/flow-message';
import { REFUSALS, type RefusalReason } from '../src/webhook/refusal';
import { accountOf } from './shared/config-account';
import { IntakeStatus } from './shared/intake-status';
import { isAboutOneOf, toNumbers } from './shared/number-filter';
import { onClose } from './shared/on-close';
import { OnceAMinute } from './shared/once-a-minute';
import { toPort } from './shared/to-port';
import { joinAddress } from './shared/webhook-address';

interface WebhookInConfig extends NodeDef {
  account: string;
  path: string;
  messages: boolean;
  statuses: boolean;
  identityChanges: boolean;
  accountEvents: boolean;
  /** Business or customer numbers, separated by commas; empty for all. */
  numbers?: string;
  /** Megabytes. */
  bodyLimit: number | string;
}

const PORTS = { message: 0, status: 1, change: 2, account: 3 } as const;
const MEGABYTE = 1_048_576;
/** After so many events the event loop gets its turn. */
const SLICE = 64;

module.exports = (RED: NodeAPI): void => {
  function WebhookInConstructor(this: Node, config: WebhookInConfig): void {
    RED.nodes.createNode(this, config);
    const found = accountOf(RED, this, config.account);
    if (found?.account === undefined) return;
    const { account, simulated } = found;
    const root = RED.settings.httpNodeRoot as string | false | undefined;
    if (root === false) {
      this.status({ fill: 'red', shape: 'ring', text: RED._('whatsapp-webhook-in.status.httpNodeOff') });
      return;
    }
    const path = `/${root ?? ''}/${config.path}`.replace(/\/{2,}/g, '/');
    const status = new IntakeStatus(this, RED, account);
    const faults = new OnceAMinute();
    const tell = (error: Error & { code?: string }): void =>
      faults.report(error.code ?? error.message, (skipped) => this.error(withCount(error, skipped)));

    const leave = joinAddress(RED.server, path, {
      account,
      bodyLimit: Number(config.bodyLimit || 3) * MEGABYTE,
      onRefused: (reason) => {
        status.refused(reason);
        tell(toRefusalError(reason));
      },
      onProcessed: (figures) => status.processed(figures),
      onError: (error) => tell(error instanceof Error ? error : new Error(String(error))),
    });
    const unsubscribe = account.subscribe(toSubscriber(this, account, config));
    const disconnect = simulated?.connect(RED.server, path);
    onClose(this, () => {
      disconnect?.();
      unsubscribe();
      leave();
    });
  }

  RED.nodes.registerType('whatsapp-webhook-in', WebhookInConstructor);
};

function toSubscriber(node: Node, account: Account, config: WebhookInConfig): Subscriber {
  const numbers = toNumbers(config.numbers);
  const isWanted = { message: config.messages, status: config.statuses, account: config.accountEvents };
  const emit = (port: number, message: FlowMessage): void => node.send(toPort(4, port, message));
  const emitChanges = (reports: readonly Report[], committed: Committed | undefined, redelivered: boolean): void => {
    if (!config.identityChanges) return;
    for (const report of reports) {
      const context = {
        isSimulated: account.isSimulated,
        redelivered,
        phoneNumberId: account.settings.phoneNumberId,
        identity: committed?.identity,
        customer: committed?.event.customer,
        heldMessages: committed?.heldMessages ?? 0,
      };
      emit(PORTS.change, toChangeMessage(report, context));
    }
  };

  return {
    receive: async (events, redelivered) => {
      let handed = 0;
      for (const committed of events) {
        if (!isAboutOneOf(numbers, committed.event)) continue;
        emitChanges(committed.reports, committed, redelivered);
        const { event, isDuplicate } = committed;
        if (isDuplicate || !isWanted[event.kind]) continue;
        emit(PORTS[event.kind], toEventMessage(committed, { isSimulated: account.isSimulated, redelivered }));
        handed += 1;
        if (handed % SLICE === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    },
    report: (reports) => emitChanges(reports, undefined, false),
  };
}

function toRefusalError(reason: RefusalReason): WhatsAppError {
  const { meaning, advice, status } = REFUSALS[reason];
  return new WhatsAppError(reason, `${meaning} ${advice}`, { retryable: status === 503, advice });
}

function withCount(error: Error, skipped: number): Error {
  if (skipped > 0) error.message = `${error.message} (${skipped} more since the last report)`;
  return error;
}
