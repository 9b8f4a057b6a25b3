import type { NodeAPI } from 'node-red';
import { type Call, failure, type Reply } from '../../src/simulator/http/call';
import { writeReply } from '../../src/simulator/http/write-reply';
import { pageFile } from '../../src/simulator/page/page-files';
import type { Simulator } from '../../src/simulator/simulator';
import { type AdminRequest, isReading, type Middleware, refuseOtherSites } from './other-sites';

/** Below the root of the editor. */
const ROOT = '/whatsapp-simulator';

/** Express as far as it is needed here. */
interface AdminApp {
  use(path: string, ...handlers: Middleware[]): void;
}

/**
 * Serves the simulator's page beside the editor. Its files are the same for everybody; what happens in the world, and all
 * that changes it, takes a login with the permission `whatsapp-simulator.read` or `.write`. No token leaves the process.
 */
export function serveSimulatorPage(RED: NodeAPI, currentSimulator: () => Simulator | undefined): void {
  const admin = RED.httpAdmin as unknown as AdminApp;
  const [mayRead, mayWrite] = ['read', 'write'].map(
    (right) => RED.auth.needsPermission(`whatsapp-simulator.${right}`) as unknown as Middleware,
  ) as [Middleware, Middleware];

  admin.use(`${ROOT}/control`, refuseOtherSites, (request, response, next) =>
    (isReading(request) ? mayRead : mayWrite)(request, response, next),
  );
  admin.use(`${ROOT}/control`, (request, response, next) => {
    const simulator = currentSimulator();
    const answer =
      simulator === undefined
        ? Promise.resolve(failure(503, 'no_simulator', 'No account whose API is the simulator is deployed.'))
        : simulator.control(toCall(request));
    answer.then((reply) => writeReply(response, reply), next);
  });
  admin.use(ROOT, (request, response, next) => {
    const reply = isReading(request) ? toFile(request) : undefined;
    if (reply === undefined) next();
    else writeReply(response, reply);
  });
}

const pathOf = (request: AdminRequest): string => request.originalUrl.replace(/\?.*$/s, '');

function toCall(request: AdminRequest): Call {
  const path = pathOf(request);
  // Node-RED has read the body; where there was none, it left nothing or an empty object.
  const body = isReading(request) ? Buffer.alloc(0) : Buffer.from(JSON.stringify(request.body ?? {}));
  return {
    method: request.method ?? 'GET',
    path: path.slice(path.indexOf(`${ROOT}/control`) + ROOT.length),
    query: new URLSearchParams(),
    headers: request.headers,
    body,
  };
}

/** The page's files name each other relatively, so the slash after `page` matters. */
function toFile(request: AdminRequest): Reply | undefined {
  const below = pathOf(request).slice(pathOf(request).indexOf(ROOT) + ROOT.length);
  const depth = { '': 'whatsapp-simulator/page/', '/': 'page/', '/page': 'page/' }[below];
  if (depth !== undefined) return { status: 302, body: undefined, headers: { location: depth } };
  return below.startsWith('/page/') ? pageFile(below.slice('/page/'.length), 'editor') : undefined;
}
