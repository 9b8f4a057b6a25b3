import { isObject, toBoolean } from '../http/json';
import type { IdentityCheck } from '../number';
import type { Api } from './api';

const PATH = 'settings/application';

/**
 * Turns notifications of identity changes on or off. On, the server also blocks messages to customers whose identity
 * changed until the change is acknowledged (S2). Takes an admin of the installation.
 */
export async function setIdentityCheck(api: Api, enabled: boolean): Promise<void> {
  await api.request({ method: 'PATCH', path: PATH, body: { show_security_notifications: enabled }, repeatable: true });
}

export async function readIdentityCheck(api: Api): Promise<IdentityCheck> {
  return toIdentityCheck(await readApplication(api));
}

/** The application settings, as they come. */
export const readApplication = (api: Api): Promise<unknown> =>
  api.request({ method: 'GET', path: PATH, repeatable: true });

export function toIdentityCheck(answer: unknown): IdentityCheck {
  const settings = isObject(answer) ? answer.settings : undefined;
  const application = isObject(settings) ? settings.application : undefined;
  const enabled = isObject(application) ? toBoolean(application.show_security_notifications) : undefined;
  if (enabled === undefined) return 'unknown';
  return enabled ? 'on' : 'off';
}
