/** A method, a path whose `:parts` match any one segment, and what handles it. */
export type Route<Handler> = readonly [method: string, pattern: string, handler: Handler];

/** The handler with the decoded `:parts`; else the methods that this path does know. */
export type Match<Handler> = { handler: Handler; params: Record<string, string> } | { allowed: string[] };

/** Finds the route for a path. The first that fits wins. */
export function findRoute<Handler>(routes: readonly Route<Handler>[], method: string, path: string): Match<Handler> {
  const allowed: string[] = [];
  for (const [routeMethod, pattern, handler] of routes) {
    const params = matchPath(pattern, path);
    if (params === null) continue;
    if (routeMethod === method) return { handler, params };
    allowed.push(routeMethod);
  }
  return { allowed };
}

function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.replace(/\/$/, '').split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = decode(given[index] ?? '');
    if (value === null || (part.startsWith(':') ? value === '' : value !== part)) return null;
    if (part.startsWith(':')) params[part.slice(1)] = value;
  }
  return params;
}

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A stray percent sign: no route has one.
    return null;
  }
}
