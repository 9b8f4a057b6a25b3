import type { SubscribedApp, WabaOperations } from '../platform/waba';
import { attempt } from './attempt';
import { discovered, type Finding } from './finding';

/** Which apps get the webhooks of a WhatsApp Business Account. */
export async function checkSubscription(waba: Pick<WabaOperations, 'subscribedApps'>): Promise<Finding> {
  const apps = await attempt('subscription', () => waba.subscribedApps());
  if ('fault' in apps) return apps.fault;
  if (apps.answer.length === 0) return discovered('subscription', 'fault', 'not_subscribed');
  return discovered('subscription', 'good', 'subscribed', { apps: apps.answer.map(toLine).join('\n') });
}

/** Subscribes the app of the access token, then says which apps are subscribed. */
export async function subscribe(waba: WabaOperations): Promise<Finding> {
  const done = await attempt('subscription', () => waba.subscribeApp());
  return 'fault' in done ? done.fault : checkSubscription(waba);
}

const toLine = ({ id, name }: SubscribedApp): string => (name === undefined ? id : `${name} (${id})`);
