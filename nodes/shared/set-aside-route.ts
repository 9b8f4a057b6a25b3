import type { Node, NodeAPI } from 'node-red';
import type { Account } from '../../src/account';
import type { AsideDelivery } from '../../src/store/aside';
import { redeliverLeft } from './redelivery';
import { toKnownError } from './to-known-error';

/** A webhook-in node as far as deliveries that were set aside go. */
export interface AsideNode extends Node {
  /** Absent while it has none that works. */
  account?: Account;
}

/**
 * Lets the editor see what was set aside of the webhooks for a node's account, have it tried again, or remove it. The list
 * is what people export: it holds the webhooks as they came, with what customers wrote.
 */
export function serveSetAside({ httpAdmin, auth, nodes }: NodeAPI): void {
  const path = '/whatsapp-webhook-in/:id/set-aside';
  const accountOf = (id: string | undefined): Account | undefined =>
    (nodes.getNode(id ?? '') as AsideNode | null)?.account;
  const listOf = async ({ store, settings }: Account): Promise<AsideDelivery[]> =>
    (await store.aside.list()).filter(({ accounts }) => accounts.includes(settings.id));

  httpAdmin.get(path, auth.needsPermission('whatsapp-webhook-in.read'), ({ params }, response) => {
    const account = accountOf(params.id);
    const list = account === undefined ? Promise.resolve([]) : listOf(account);
    list.then(
      (deliveries) => response.json(deliveries),
      (error: unknown) => response.status(503).json({ message: toKnownError(error).message }),
    );
  });

  httpAdmin.post(path, auth.needsPermission('whatsapp-webhook-in.write'), (request, response) => {
    const account = accountOf(request.params.id);
    const { operation } = (request.body ?? {}) as { operation?: unknown };
    // A form of another site cannot send JSON.
    const isMeant = request.is('application/json') && (operation === 'retry' || operation === 'remove');
    if (account === undefined || !isMeant) {
      response.status(account === undefined ? 404 : 400).end();
      return;
    }
    const { store } = account;
    const work = async (): Promise<number> => {
      const deliveries = await listOf(account);
      for (const { id } of deliveries) await store.aside[operation](id);
      if (operation === 'retry') redeliverLeft(store);
      return deliveries.length;
    };
    work().then(
      (count) => response.json({ count }),
      (error: unknown) => response.status(503).json({ message: toKnownError(error).message }),
    );
  });
}
