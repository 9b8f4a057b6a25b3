import { randomInt } from 'node:crypto';
import type { FlowNode } from '../../harness/flow';
import { freshId } from './business';
import { onPremisesAccount, PATH } from './parts';
import { PATH_SECRET } from './secrets';

const digits = (count: number): string => String(randomInt(10 ** (count - 1), 10 ** count));

/** A business number on the On-Premises API with a customer of its own: its webhooks have no envelope. */
export function aSelfHosted() {
  const displayNumber = `+4930${digits(7)}`;
  const waId = `49151${digits(8)}`;
  const message = (content: object = {}): object => ({
    from: waId,
    id: freshId(),
    timestamp: '1760000100',
    type: 'text',
    text: { body: 'hello' },
    ...content,
  });
  return {
    displayNumber,
    waId,
    phone: `+${waId}`,
    text: (body: string, more: object = {}): object => ({
      contacts: [{ profile: { name: 'Ada Beispiel' }, wa_id: waId }],
      messages: [message({ text: { body }, ...more })],
    }),
    /** The server says that the customer's identity changed. */
    changed: (hash: string, timestamp = '1760000500'): object => ({
      messages: [
        message({
          type: 'system',
          text: undefined,
          timestamp,
          system: { identity: hash, type: 'user_identity_changed', user: waId },
        }),
      ],
    }),
    status: (content: object = {}): object => ({
      statuses: [{ id: freshId(), status: 'delivered', timestamp: '1760000200', recipient_id: waId, ...content }],
    }),
    account: (more: Partial<FlowNode> = {}): FlowNode => onPremisesAccount({ displayNumber, ...more }),
  };
}

/** Posts a webhook as an installation does: unsigned. */
export function post(
  { url }: { url: string },
  webhook: object | string,
  { path = `${PATH}/${PATH_SECRET}`, headers = {} }: { path?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  const body = typeof webhook === 'string' ? webhook : JSON.stringify(webhook);
  return fetch(url + path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
}
