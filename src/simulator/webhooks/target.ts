import { isLoopback } from '../http/loopback';
import { SimulatorError } from '../simulator-error';

/** @throws SimulatorError when webhooks must not go there: a simulated message with its signature is for this machine */
export function toTarget(url: string, allowRemote: boolean): URL {
  const target = URL.canParse(url) ? new URL(url) : null;
  if (target === null || !/^https?:$/.test(target.protocol)) {
    throw new SimulatorError('invalid_webhook_url', 'A webhook URL starts with http:// or https://.');
  }
  if (!allowRemote && !isLoopback(target.hostname)) {
    throw new SimulatorError(
      'webhook_not_loopback',
      'Webhooks of the simulator go to this machine only (127.0.0.1, localhost).',
    );
  }
  return target;
}

/** The URL without the user name and password that it may hold. */
export function toPublicUrl(url: string): string {
  const target = new URL(url);
  target.username = '';
  target.password = '';
  return target.href;
}
