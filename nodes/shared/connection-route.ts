import type { NodeAPI } from 'node-red';
import { toFinding } from '../../src/connection/to-finding';
import { WhatsAppError } from '../../src/platform/errors';
import { failure } from '../../src/simulator/http/call';
import { serveEditorCall } from './serve-editor-call';
import { TRIALS, type Trial } from './try-account';
import { readTypedAccount } from './typed-account';

/**
 * Lets the account's dialog try what is typed in it: `{ operation, account, secrets }`, with `test`, `numbers` or
 * `subscribe`. It takes the permission to change accounts, for stored secrets may be used; none is ever answered.
 */
export function serveConnection(RED: NodeAPI): void {
  const route = { path: '/whatsapp-account/:id/connection', permission: 'whatsapp-account.write' };
  serveEditorCall(RED, route, async ({ params: { id = '' }, body }) => {
    const { operation } = Object(body) as { operation?: unknown };
    const isKnown = typeof operation === 'string' && Object.hasOwn(TRIALS, operation);
    if (!isKnown) return failure(400, 'operation_unknown', 'There is no such operation.');
    return { status: 200, body: await attemptTrial(RED, id, operation as keyof typeof TRIALS, body) };
  });
}

/** Whatever goes wrong is what the dialog is to show. */
async function attemptTrial(RED: NodeAPI, id: string, operation: keyof typeof TRIALS, body: unknown): Promise<Trial> {
  try {
    const account = readTypedAccount(RED, id, body);
    if (account.withheld.length > 0) return { findings: account.withheld.map((error) => toFinding(error, 'account')) };
    return await TRIALS[operation](account, RED);
  } catch (error) {
    if (!(error instanceof WhatsAppError)) throw error;
    return { findings: [toFinding(error, 'account')] };
  }
}
