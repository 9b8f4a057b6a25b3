import type { NodeAPI } from 'node-red';
import { accountTemplates } from '../../src/messages/template/account-templates';
import { failure, type Reply } from '../../src/simulator/http/call';
import { writeReply } from '../../src/simulator/http/write-reply';
import type { AccountNode } from '../whatsapp-account';
import { type AdminRequest, type Middleware, refuseOtherSites } from './other-sites';
import { toKnownError } from './to-known-error';

/** Express as far as it is needed here. */
interface AdminApp {
  post(path: string, ...handlers: Middleware[]): void;
}

/**
 * Lists the templates of an account for the dialog of a send node: `{ account }`, the ID of the configuration node →
 * `{ templates }`. The account is asked as it is deployed, by its stored secrets and with the base URL stored with them;
 * that takes the permission to change nodes, and no secret is ever answered.
 */
export function serveTemplates(RED: NodeAPI): void {
  const mayWrite = RED.auth.needsPermission('whatsapp-send-with-hash.write') as unknown as Middleware;
  const admin = RED.httpAdmin as unknown as AdminApp;
  admin.post('/whatsapp-send-with-hash/templates', refuseOtherSites, mayWrite, (request, response, next) => {
    reply(RED, request).then((answer) => writeReply(response, answer), next);
  });
}

async function reply(RED: NodeAPI, request: AdminRequest): Promise<Reply> {
  const { account: id } = Object(request.body) as { account?: unknown };
  if (typeof id !== 'string' || id === '') return failure(400, 'account_missing', 'Name the account.');
  const node = RED.nodes.getNode(id) as AccountNode | null;
  if (node?.type !== 'whatsapp-account') return failure(404, 'account_not_deployed', 'The account is not deployed.');
  if (node.account === undefined) {
    return failure(409, 'account_faulty', node.fault?.message ?? 'The account cannot be used.');
  }
  try {
    return { status: 200, body: { templates: await accountTemplates(node.account.platform) } };
  } catch (error) {
    const { code, message, advice } = toKnownError(error);
    return { status: 502, body: { error: { code, message, advice } } };
  }
}
