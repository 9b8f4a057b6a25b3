import { lacking } from '../lacking';
import type { Platform } from '../platform';
import { createApi } from './api';
import { acknowledgeIdentity, readIdentity, validateContacts } from './contacts';
import { readIdentityCheck, setIdentityCheck } from './identity-check';
import { markAsRead, sendMessage } from './messages';
import { serverInfo } from './server-info';
import { type OnPremisesOptions, toOnPremisesSettings } from './settings';

/**
 * The On-Premises API, of an installation that still runs or of a BSP that still offers it; its sunset was in October
 * 2025. Nothing is loaded or opened before the first request, and nobody logs in before.
 *
 * @throws InputError when the options cannot work, see `toOnPremisesSettings`
 */
export function createOnPremisesPlatform(options: OnPremisesOptions): Platform {
  const api = createApi(toOnPremisesSettings(options));
  return {
    ...lacking('on-premises'),
    api: 'on-premises',
    usage: api.usage,
    sendMessage: (message, sendOptions) => sendMessage(api, message, sendOptions),
    markAsRead: (receipt, readOptions) => markAsRead(api, receipt, readOptions),
    setIdentityCheck: (enabled) => setIdentityCheck(api, enabled),
    readIdentityCheck: () => readIdentityCheck(api),
    validateContacts: (request) => validateContacts(api, request),
    readIdentity: (waId) => readIdentity(api, waId),
    acknowledgeIdentity: (waId, hash) => acknowledgeIdentity(api, waId, hash),
    logIn: () => api.logIn(),
    serverInfo: () => serverInfo(api),
    close: () => api.close(),
  };
}
