import { isObject, isText } from '../http/json';
import type { ServerInfo } from '../server';
import type { Api } from './api';
import { readApplication, toIdentityCheck } from './identity-check';

/** Every answer names the version (facts, section 5); the settings are the one that changes nothing and says something. */
export async function serverInfo(api: Api): Promise<ServerInfo> {
  const answer = await readApplication(api);
  const meta = isObject(answer) ? answer.meta : undefined;
  const version = isObject(meta) && isText(meta.version) ? meta.version : undefined;
  return { identityCheck: toIdentityCheck(answer), ...(version === undefined ? {} : { version }) };
}
