import type { NodeAPI } from 'node-red';
import { accountTemplates } from '../../src/messages/template/account-templates';
import { failure } from '../../src/simulator/http/call';
import type { AccountNode } from '../whatsapp-account';
import { serveEditorCall } from './serve-editor-call';

/**
 * Lists the templates of an account for the dialog of a send node: `{ account }`, the ID of the configuration node →
 * `{ templates }`. The account is asked as it is deployed, by its stored secrets and with the base URL stored with them;
 * that takes the permission to change nodes, and no secret is ever answered.
 */
export function serveTemplates(RED: NodeAPI): void {
  const route = { path: '/whatsapp-send-with-hash/templates', permission: 'whatsapp-send-with-hash.write' };
  serveEditorCall(RED, route, async ({ body }) => {
    const { account: id } = Object(body) as { account?: unknown };
    if (typeof id !== 'string' || id === '') return failure(400, 'account_missing', 'Name the account.');
    const node = RED.nodes.getNode(id) as AccountNode | null;
    if (node?.type !== 'whatsapp-account') return failure(404, 'account_not_deployed', 'The account is not deployed.');
    if (node.account === undefined) {
      return failure(409, 'account_faulty', node.fault?.message ?? 'The account cannot be used.');
    }
    return { status: 200, body: { templates: await accountTemplates(node.account.platform) } };
  });
}
