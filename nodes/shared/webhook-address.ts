import type { Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Account } from '../../src/account';
import { describeError } from '../../src/platform/catalogue';
import { type AnswerOptions, answerWebhook, type WebhookAnswer } from '../../src/webhook/answer';
import { type FiguresReport, WebhookFigures } from '../../src/webhook/figures';
import { Intake } from '../../src/webhook/intake';
import { onConnectionRefused } from '../../src/webhook/own-server';
import { receive } from '../../src/webhook/receiver';
import type { RefusalReason } from '../../src/webhook/refusal';
import type { WebhookRequest } from '../../src/webhook/webhook-request';
import type { Place } from './entrance';
import { onRedelivered, redeliverLeft } from './redelivery';
import { selfTests } from './self-tests';
import { type Handler, serveAhead } from './serve-ahead';

/** One webhook-in node at an address. */
export interface Resident {
  account: Account;
  /** Bytes. */
  bodyLimit: number;
  /** Events that may wait. */
  waitingLimit: number;
  onRefused: (reason: RefusalReason) => void;
  /** A delivery is through: what of it was for this node's account, and what for nobody. */
  onProcessed: (figures: ResidentFigures) => void;
  onError: (error: unknown) => void;
}

export interface ResidentFigures {
  events: number;
  duplicates: number;
  unclaimed: number;
}

/** A resident's way out, and what it may know and do. */
export interface Residence {
  /** Answers what did not come over HTTP to the address itself. */
  answer(request: WebhookRequest): Promise<WebhookAnswer>;
  /** What its address has done so far, for all who share it. */
  report(): FiguresReport;
  /**
   * Takes the node away; with the last one the path is gone, and what was answered but not handed over by then is left to
   * the next deployment or process. Resolves when nothing is under way any more.
   *
   * @param removed nobody follows who would serve the path again
   */
  leave(removed: boolean): Promise<void>;
}

interface Address {
  residents: Set<Resident>;
  intake: Intake;
  figures: WebhookFigures;
  options: AnswerOptions;
  close: (removed: boolean) => void;
}

/** Milliseconds; Node-RED itself waits for fifteen seconds. */
const LONGEST_WAIT = 5_000;

const NOTHING = { events: 0, duplicates: 0 };

const addresses = new WeakMap<Server, Map<string, Address>>();

/**
 * Makes a webhook-in node reachable under a path. Nodes may share it: what comes is verified with the secrets of all
 * their accounts, and refusals show in each of them.
 *
 * @param place undefined for a node that gets its webhooks from the flow, and shares nothing
 */
export function joinAddress(place: Place | undefined, resident: Resident): Residence {
  const byPath = place === undefined ? new Map<string, Address>() : addressesOn(place.server);
  const path = place?.path ?? '';
  const address = byPath.get(path) ?? open(place);
  byPath.set(path, address);
  const { residents, intake, figures, options } = address;
  residents.add(resident);
  return {
    answer: (request) => answerWebhook(request, options),
    report: () => figures.report(intake.waiting),
    async leave(removed) {
      residents.delete(resident);
      if (residents.size > 0) return;
      address.close(removed);
      byPath.delete(path);
      // A disk may take its time to answer.
      await Promise.race([intake.close(), setTimeout(LONGEST_WAIT, undefined, { ref: false })]);
    },
  };
}

function addressesOn(server: Server): Map<string, Address> {
  const byPath = addresses.get(server) ?? new Map<string, Address>();
  addresses.set(server, byPath);
  return byPath;
}

function open(place: Place | undefined): Address {
  const residents = new Set<Resident>();
  const accounts = (): Account[] => [...new Set([...residents].map(({ account }) => account))];
  const tellAll = (tell: (resident: Resident) => void): void => {
    for (const resident of residents) tell(resident);
  };
  const figures = new WebhookFigures();
  const intake = new Intake({
    describeError,
    onProcessed: (processed) => {
      figures.processed(processed);
      const { unclaimed } = processed;
      tellAll(({ account, onProcessed }) =>
        onProcessed({ ...(processed.accounts.get(account) ?? NOTHING), unclaimed }),
      );
    },
    onError: (error) => tellAll(({ onError }) => onError(error)),
    onLeft: redeliverLeft,
    onSetAside: () => figures.setAside(),
    waitingLimit: () => Math.max(...[...residents].map(({ waitingLimit }) => waitingLimit)),
  });
  const options: AnswerOptions = {
    accounts,
    bodyLimit: () => Math.max(...[...residents].map(({ bodyLimit }) => bodyLimit)),
    intake,
    onAccepted: (milliseconds) => figures.accepted(milliseconds),
    onRefused: (reason) => {
      figures.refused(reason);
      tellAll(({ onRefused }) => onRefused(reason));
    },
    selfTests,
  };
  const stopServing = place === undefined ? undefined : serve(place, options);
  const stopCounting = onRedelivered((processed) => figures.redelivered(processed, accounts()));
  const close = (removed: boolean): void => {
    stopServing?.(removed);
    stopCounting();
  };
  return { residents, intake, figures, options, close };
}

/** Serves an address over HTTP; what is returned ends that. */
function serve({ server, path, clientName }: Place, options: AnswerOptions): (removed: boolean) => void {
  const handle: Handler = (request, response, below) => {
    void receive(request, response, {
      ...options,
      ...(below === undefined ? {} : { below }),
      ...(clientName === undefined ? {} : { clientName }),
    });
  };
  const hasSecretPart = (): boolean =>
    options.accounts().some(({ settings }) => settings.protection?.pathSecret !== undefined);
  const stopServing = serveAhead(server, path, handle, hasSecretPart);
  const stopListening = onConnectionRefused(server, options.onRefused);
  return (removed) => {
    stopListening();
    stopServing(!removed);
  };
}
