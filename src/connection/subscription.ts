import type { SubscribedApp, WabaOperations } from '../platform/waba';
import { attempt } from './attempt';
import { discovered, type Finding } from './finding';

/**
 * Which apps get the webhooks of a WhatsApp Business Account.
 *
 * @param appId the account's own app, where it is known: webhooks of others are signed with secrets of theirs
 */
export async function checkSubscription(
  waba: Pick<WabaOperations, 'subscribedApps'>,
  appId?: string,
): Promise<Finding> {
  const apps = await attempt('subscription', () => waba.subscribedApps());
  if ('fault' in apps) return apps.fault;
  if (apps.answer.length === 0) return discovered('subscription', 'fault', 'not_subscribed');
  const details = { apps: apps.answer.map(toLine).join('\n') };
  const isOurs = appId === undefined || apps.answer.some(({ id }) => id === appId);
  return isOurs
    ? discovered('subscription', 'good', 'subscribed', details)
    : discovered('subscription', 'fault', 'others_subscribed', details);
}

/** Subscribes the app of the access token, then says which apps are subscribed. */
export async function subscribe(waba: WabaOperations): Promise<Finding> {
  const done = await attempt('subscription', () => waba.subscribeApp());
  return 'fault' in done ? done.fault : checkSubscription(waba);
}

const toLine = ({ id, name }: SubscribedApp): string => (name === undefined ? id : `${name} (${id})`);
