import type { Clock } from '../clock';
import type { CallEntry, Timeline } from '../timeline';
import type { Call, Reply } from './call';

/** Calls that hold PINs, codes and passwords: facts, sections 4 and 5. */
const SECRET_REQUEST = /^(?:\/v[\d.]+)?(?:\/\d+(?:\/(?:verify_code|register|subscribed_apps))?|\/users\/\w+)\/?$/;
const SECRET = '(not recorded: it can hold a secret)';

/** Enters a call into the timeline, without the secrets that it holds. */
export function recordCall(timeline: Timeline, clock: Clock, call: Call, reply: Reply): void {
  timeline.add<CallEntry>({
    kind: 'call',
    at: new Date(clock.now()).toISOString(),
    method: call.method,
    path: call.path,
    request: requestOf(call),
    status: reply.status,
    response: responseOf(reply),
  });
}

function requestOf({ path, body }: Call): string {
  if (SECRET_REQUEST.test(path) && body.length > 0) return SECRET;
  return path.endsWith('/media') ? sizeOf(body) : withoutLogins(body.toString());
}

function responseOf({ body }: Reply): string {
  if (Buffer.isBuffer(body)) return sizeOf(body);
  return withoutLogins(body === undefined ? '' : JSON.stringify(body));
}

/** Files are of any size. */
const sizeOf = ({ length }: Buffer): string => `(${length} bytes)`;

/** Without tokens, and without the user names and passwords in URLs. */
const withoutLogins = (json: string): string =>
  json.replace(/("token":)"[^"]*"/g, '$1"…"').replace(/(https?:(?:\\?\/){2})[^\s/\\"@]+@/g, '$1');
