import type { Clock } from '../clock';
import type { CallEntry, Timeline } from '../timeline';
import type { Call, Reply } from './call';

/** Calls that hold PINs, codes and passwords: facts, sections 4 and 5. */
const SECRET_REQUEST = /^(?:\/v[\d.]+)?(?:\/\d+(?:\/(?:verify_code|register|subscribed_apps))?|\/users\/\w+)\/?$/;
const SECRET = '(not recorded: it can hold a secret)';

/** Enters a call into the timeline, without the secrets that it holds. */
export function recordCall(timeline: Timeline, clock: Clock, call: Call, reply: Reply): void {
  const isSecret = SECRET_REQUEST.test(call.path) && call.body.length > 0;
  timeline.add<CallEntry>({
    kind: 'call',
    at: new Date(clock.now()).toISOString(),
    method: call.method,
    path: call.path,
    request: isSecret ? SECRET : withoutLogins(call.body.toString()),
    status: reply.status,
    response: withoutLogins(reply.body === undefined ? '' : JSON.stringify(reply.body)),
  });
}

/** Without tokens, and without the user names and passwords in URLs. */
const withoutLogins = (json: string): string =>
  json.replace(/("token":)"[^"]*"/g, '$1"…"').replace(/(https?:(?:\\?\/){2})[^\s/\\"@]+@/g, '$1');
