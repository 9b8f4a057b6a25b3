import type { Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Account } from '../../src/account';
import { describeError } from '../../src/platform/catalogue';
import { type FiguresReport, WebhookFigures } from '../../src/webhook/figures';
import { Intake } from '../../src/webhook/intake';
import { REFUSED } from '../../src/webhook/own-server';
import { receive } from '../../src/webhook/receiver';
import type { RefusalReason } from '../../src/webhook/refusal';
import type { Entrance } from './entrance';
import { onRedelivered, redeliverLeft } from './redelivery';
import { type Handler, serveAhead } from './serve-ahead';

/** One webhook-in node at an address. */
export interface Resident {
  account: Account;
  /** Bytes. */
  bodyLimit: number;
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

/** A resident's way out, and what it may know. */
export interface Residence {
  /** What its address has done so far, for all who share it. */
  report(): FiguresReport;
  /**
   * Takes the node away; with the last one the path is gone, and what was answered but not handed over by then is left to
   * the next deployment or process. Resolves when nothing is under way any more.
   */
  leave(): Promise<void>;
}

/** A path on Node-RED's own server, or on a port of ours. */
export type Place = Pick<Entrance, 'server' | 'path' | 'clientName'>;

interface Address {
  residents: Set<Resident>;
  intake: Intake;
  figures: WebhookFigures;
  close: () => void;
}

/** Milliseconds; Node-RED itself waits for fifteen seconds. */
const LONGEST_WAIT = 5_000;

const NOTHING = { events: 0, duplicates: 0 };

const addresses = new WeakMap<Server, Map<string, Address>>();

/**
 * Makes a webhook-in node reachable under a path. Nodes may share it: what comes is verified with the secrets of all
 * their accounts, and refusals show in each of them.
 */
export function joinAddress(place: Place, resident: Resident): Residence {
  const { server, path } = place;
  const byPath = addresses.get(server) ?? new Map<string, Address>();
  addresses.set(server, byPath);
  const address = byPath.get(path) ?? open(place);
  byPath.set(path, address);
  const { residents, intake, figures } = address;
  residents.add(resident);
  return {
    report: () => figures.report(intake.waiting),
    async leave() {
      residents.delete(resident);
      if (residents.size > 0) return;
      address.close();
      byPath.delete(path);
      // A disk may take its time to answer.
      await Promise.race([intake.close(), setTimeout(LONGEST_WAIT, undefined, { ref: false })]);
    },
  };
}

function open({ server, path, clientName }: Place): Address {
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
  });
  const refused = (reason: RefusalReason): void => {
    figures.refused(reason);
    tellAll(({ onRefused }) => onRefused(reason));
  };
  const handle: Handler = (request, response, below) => {
    void receive(request, response, {
      accounts,
      bodyLimit: () => Math.max(...[...residents].map(({ bodyLimit }) => bodyLimit)),
      ...(below === undefined ? {} : { below }),
      ...(clientName === undefined ? {} : { clientName }),
      intake,
      onAccepted: (milliseconds) => figures.accepted(milliseconds),
      onRefused: refused,
    });
  };
  const hasSecretPart = (): boolean =>
    [...residents].some(({ account }) => account.settings.protection?.pathSecret !== undefined);
  const stopServing = serveAhead(server, path, handle, hasSecretPart);
  const stopCounting = onRedelivered((processed) => figures.redelivered(processed, accounts()));
  server.on(REFUSED, refused);
  const close = (): void => {
    server.off(REFUSED, refused);
    stopServing();
    stopCounting();
  };
  return { residents, intake, figures, close };
}
