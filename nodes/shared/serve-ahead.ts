import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/**
 * Serves one path.
 *
 * @param below the one part of the request's path that follows it, where there is one
 */
export type Handler = (request: IncomingMessage, response: ServerResponse, below?: string) => void;

interface Route {
  handle: Handler;
  takesBelow: () => boolean;
  /** Set for a path whose nodes are being redeployed: what came meanwhile. */
  held?: [IncomingMessage, ServerResponse][];
}

interface Front {
  routes: Map<string, Route>;
  listener: (request: IncomingMessage, response: ServerResponse) => void;
  /** Who served everything before us: Node-RED's Express application. */
  behind: ((request: IncomingMessage, response: ServerResponse) => void)[];
}

const fronts = new WeakMap<Server, Front>();

/**
 * Serves a path on Node-RED's own server before Express sees the request.
 *
 * With the default settings the editor's JSON parser would have consumed the raw bytes by the time that a route of ours
 * is asked, and without them no signature can be checked. What is served here is out of reach for `httpNodeAuth` and
 * `httpNodeMiddleware`: a signed webhook needs neither.
 *
 * @param path exactly as in the request, without query; one slash at its end makes no difference
 * @param takesBelow asked whether requests are served as well whose path has one part more
 * @returns removes the path; with the last one the server is as it was before. Where somebody may follow, what comes in
 * between waits for them
 * @throws Error when the path is taken
 */
export function serveAhead(
  server: Server,
  path: string,
  handle: Handler,
  takesBelow: () => boolean = () => false,
): (mayBeFollowed: boolean) => void {
  const front = fronts.get(server) ?? install(server);
  const key = withoutSlash(path);
  const before = front.routes.get(key);
  if (before !== undefined && before.held === undefined) throw new Error(`${path} is served already`);
  front.routes.set(key, { handle, takesBelow });
  // Not before whoever serves the path is there.
  setImmediate(() => serveAgain(server, before?.held ?? []));
  return (mayBeFollowed) => {
    if (mayBeFollowed) keepPlace(server, front, key, takesBelow);
    else remove(server, front, key);
  };
}

/** No deployment is under way any more: what nobody serves again is left to the server. */
export function releasePlaces(): void {
  for (const release of [...kept]) release();
}

/** The paths of nodes that are being redeployed. */
const kept = new Set<() => void>();

/** Milliseconds. */
const LONGEST_DEPLOYMENT = 5_000;
const MOST_HELD = 1_000;

function keepPlace(server: Server, front: Front, key: string, takesBelow: Route['takesBelow']): void {
  const held: Route['held'] = [];
  const route: Route = {
    handle: (request, response) => {
      if (held.length < MOST_HELD) held.push([request, response]);
      else response.writeHead(503, { connection: 'close' }).end();
    },
    takesBelow,
    held,
  };
  const release = (): void => {
    clearTimeout(timer);
    kept.delete(release);
    // Others serve it.
    if (front.routes.get(key) !== route) return;
    remove(server, front, key);
    serveAgain(server, held);
  };
  const timer = setTimeout(release, LONGEST_DEPLOYMENT);
  timer.unref();
  kept.add(release);
  front.routes.set(key, route);
}

function serveAgain(server: Server, held: NonNullable<Route['held']>): void {
  for (const [request, response] of held.splice(0)) server.emit('request', request, response);
}

function remove(server: Server, front: Front, key: string): void {
  front.routes.delete(key);
  if (front.routes.size === 0) uninstall(server, front);
}

function install(server: Server): Front {
  const behind = server.listeners('request') as Front['behind'];
  const routes: Front['routes'] = new Map();
  const listener: Front['listener'] = (request, response) => {
    if (serve(routes, request, response)) return;
    for (const listen of behind) listen.call(server, request, response);
  };
  server.removeAllListeners('request');
  server.on('request', listener);
  const front = { routes, listener, behind };
  fronts.set(server, front);
  return front;
}

function serve(routes: Front['routes'], request: IncomingMessage, response: ServerResponse): boolean {
  const path = withoutSlash(pathOf(request));
  const route = routes.get(path);
  if (route !== undefined) {
    route.handle(request, response);
    return true;
  }
  const end = path.lastIndexOf('/');
  const above = routes.get(path.slice(0, end));
  if (above?.takesBelow() !== true) return false;
  above.handle(request, response, path.slice(end + 1));
  return true;
}

function uninstall(server: Server, { listener, behind }: Front): void {
  fronts.delete(server);
  const present = server.listeners('request') as Front['behind'];
  const at = present.indexOf(listener);
  // Somebody else took the server over after us and passes requests on: then we stay, with nothing to serve.
  if (at === -1) return;
  server.removeAllListeners('request');
  present.splice(at, 1, ...behind);
  for (const listen of present) server.on('request', listen);
}

function pathOf({ url = '/' }: IncomingMessage): string {
  const end = url.search(/[?#]/);
  return end === -1 ? url : url.slice(0, end);
}

const withoutSlash = (path: string): string => (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path);
