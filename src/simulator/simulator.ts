import { createActivity } from './activity';
import { type Clock, systemClock } from './clock';
import { type ControlApi, createControlApi, requireToken } from './control/control-api';
import { type Faults, noFaults } from './faults';
import { createGraphApi } from './graph/graph-api';
import type { Call, Reply } from './http/call';
import { isLoopback } from './http/loopback';
import { createHttpServer } from './http/server';
import { movable } from './movable-clock';
import { createOnPremisesApi } from './on-premises/on-premises-api';
import { createFeed } from './page/feed';
import { pageFile } from './page/page-files';
import { type Surroundings, takeSnapshot } from './page/snapshot';
import { createRandom } from './random';
import { defaultRules, type Rules } from './rules';
import { SimulatorError } from './simulator-error';
import { createTimeline, type Timeline } from './timeline';
import { createHttpClient } from './webhooks/http-client';
import { defaultRetryPolicy, type RetryPolicy } from './webhooks/retry-policy';
import { WebhookLine } from './webhooks/webhook-line';
import { secret } from './world/ids';
import { World } from './world/world';

export interface SimulatorOptions {
  /** 0, the default, takes any free port. */
  port?: number | undefined;
  /** A loopback address; 127.0.0.1 by default. */
  host?: string | undefined;
  /**
   * Makes hashes, IDs and secrets the same in every run; whoever knows it knows the secrets. Message IDs repeat too, so
   * a receiver that remembers them takes the next run's messages for duplicates.
   */
  seed?: string | undefined;
  /** Made up where none is given. */
  controlToken?: string | undefined;
  clock?: Clock | undefined;
  rules?: Partial<Rules> | undefined;
  faults?: Partial<Faults> | undefined;
  /** For the Cloud API. The On-Premises API has delays of its own, in the application's settings; these come first. */
  retry?: Partial<RetryPolicy> | undefined;
  /** How long a webhook may take to answer; 10 seconds by default. */
  webhookTimeoutMs?: number | undefined;
  /** Whether webhooks may go to other machines. */
  allowRemoteWebhooks?: boolean | undefined;
  /** Largest request body in bytes; 101 MiB by default, for the largest media. */
  bodyLimit?: number | undefined;
  /** Entries kept in the timeline; 1,000 by default. */
  timelineLimit?: number | undefined;
  /** Received messages kept for each customer; 10,000 by default. */
  inboxLimit?: number | undefined;
  /** What its page can show of the flows beside it. */
  surroundings?: Surroundings | undefined;
  /** Told of failures of the simulator itself; by default they become process warnings. */
  onError?: ((error: unknown) => void) | undefined;
}

/** A WhatsApp Business Platform on loopback, Cloud and On-Premises, with a world of customers. */
export interface Simulator {
  /** @throws SimulatorError `port_in_use`, `port_forbidden`, `already_started` */
  start(): Promise<void>;
  /** Ends connections, retries and handshakes; resolves when nothing of it is left. */
  close(): Promise<void>;
  /** Base URL of both APIs, like `http://127.0.0.1:8090`, once started. */
  readonly url: string;
  /** The control API, for whoever has made sure that the caller may use it. */
  readonly control: ControlApi;
  /** What calls under `/control` must carry. */
  readonly controlToken: string;
  readonly world: World;
  /** Change its members to make the platform misbehave. */
  readonly faults: Faults;
  readonly timeline: Timeline;
  /** Resolves when no call is being answered and every webhook was delivered, or given up. */
  idle(): Promise<void>;
}

/**
 * Makes a simulator; its world works at once, its APIs answer once it was started.
 *
 * @throws SimulatorError when it should listen to other machines
 */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const { onError = warn } = options;
  const clock = movable(options.clock ?? systemClock);
  const host = (options.host ?? '127.0.0.1').replace(/[[\]]/g, '');
  if (!isLoopback(host))
    throw new SimulatorError('host_not_loopback', 'The simulator listens on loopback addresses only.');
  const random = createRandom(options.seed);
  const controlToken = options.controlToken ?? secret(random.fork('control token'));
  const rules: Rules = { ...defaultRules, ...options.rules };
  const faults: Faults = { ...noFaults, ...options.faults };
  const timeline = createTimeline(options.timelineLimit ?? 1000);
  const activity = createActivity();
  const client = createHttpClient(clock, options.webhookTimeoutMs ?? 10_000);
  const lines = {
    clock,
    client,
    faults,
    timeline,
    activity,
    onError,
    allowRemote: options.allowRemoteWebhooks ?? false,
  };
  let url: string | undefined;
  const world = new World({
    clock,
    random,
    rules,
    onError,
    inboxLimit: options.inboxLimit ?? 10_000,
    baseUrl: () => url,
    connect: (number) =>
      new WebhookLine(number, {
        ...lines,
        random: random.fork(`challenge:${number.phoneNumberId}`),
        retry: { ...(number.onPremises?.settings.retry ?? defaultRetryPolicy), ...options.retry },
      }),
  });
  const feed = createFeed({
    timeline,
    takeSnapshot: () => takeSnapshot({ world, faults, clock }, options.surroundings ?? {}),
    onError,
  });
  const control = createControlApi({ world, faults, timeline, clock, feed });
  const guarded = requireToken(controlToken, control);
  const graph = createGraphApi({ world, faults, clock, timeline, random: random.fork('trace') });
  const onPremises = createOnPremisesApi({ world, faults, clock, timeline, activity, onError });

  async function handle(call: Call): Promise<Reply> {
    if (isBelow(call, '/control')) return guarded(call);
    if (call.method === 'GET' && isBelow(call, '/page')) return page(call);
    const ended = activity.begin();
    try {
      const reply = await (isBelow(call, '/v1') ? onPremises : graph)(call);
      const afterwards = (): void => {
        reply.afterwards?.();
        ended();
      };
      return { ...reply, afterwards };
    } catch (error) {
      ended();
      throw error;
    }
  }

  const server = createHttpServer({
    host,
    port: options.port ?? 0,
    bodyLimit: options.bodyLimit ?? 101 * 1024 * 1024,
    handle,
    onError,
  });
  return {
    world,
    faults,
    timeline,
    control,
    controlToken,
    idle: () => activity.idle(),
    get url() {
      if (url === undefined)
        throw new SimulatorError('not_started', 'The simulator has no address before it is started.');
      return url;
    },
    async start() {
      if (url !== undefined) throw new SimulatorError('already_started', 'The simulator is running already.');
      const port = await server.listen();
      url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
    },
    async close() {
      await Promise.all([server.close(), world.close()]);
      client.close();
    },
  };
}

/** The page, for whoever has the token. Its files name each other relatively, so the slash matters. */
function page({ path }: Call): Reply {
  if (path === '/page') return { status: 308, body: undefined, headers: { location: '/page/' } };
  return pageFile(path.slice('/page/'.length), 'token');
}

const isBelow = ({ path }: Call, root: string): boolean => path === root || path.startsWith(`${root}/`);

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}
