import type { NodeAPI } from 'node-red';
import type { Reply } from '../../src/simulator/http/call';
import { writeReply } from '../../src/simulator/http/write-reply';
import { type AdminRequest, type Middleware, refuseOtherSites } from './other-sites';
import { toKnownError } from './to-known-error';

/** Express as far as it is needed here. */
interface AdminApp {
  post(path: string, ...handlers: Middleware[]): void;
}

/** A call of the editor, with what stands in the place of the names in its path. */
export interface EditorCall extends AdminRequest {
  params: Readonly<Record<string, string | undefined>>;
}

/**
 * Serves a call of the editor: a POST with JSON, from no page of another site, for whoever has the permission. What `reply`
 * throws is answered in a sentence, with 502, and never with what a stack would tell.
 */
export function serveEditorCall(
  RED: NodeAPI,
  { path, permission }: { path: string; permission: string },
  reply: (call: EditorCall) => Promise<Reply>,
): void {
  const isPermitted = RED.auth.needsPermission(permission) as unknown as Middleware;
  const admin = RED.httpAdmin as unknown as AdminApp;
  admin.post(path, refuseOtherSites, isPermitted, async (request, response) => {
    writeReply(response, await reply(request as EditorCall).catch(toReply));
  });
}

function toReply(thrown: unknown): Reply {
  const { code, message, advice } = toKnownError(thrown);
  return { status: 502, body: { error: { code, message, advice } } };
}
