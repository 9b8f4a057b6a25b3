import { isObject, isText, toInteger } from '../http/json';
import type { TokenInfo } from '../token';
import type { Graph } from './graph';
import { DEFAULT_BASE_URL, type GraphSettings } from './graph-settings';

/** Asks the platform itself about the token, with that same token (`GET /debug_token`). */
export async function inspectToken(
  graph: Graph,
  { accessToken, root, isLoopback }: Pick<GraphSettings, 'accessToken' | 'root' | 'isLoopback'>,
): Promise<TokenInfo | undefined> {
  // It stands in the address, which a server of somebody else's may log.
  if (!isLoopback && new URL(root).origin !== DEFAULT_BASE_URL) return undefined;
  const token = encodeURIComponent(accessToken);
  const path = `debug_token?input_token=${token}`;
  const { data } = await graph.request({ method: 'GET', path, repeatable: true, secrets: [token] });
  return isObject(data) ? toTokenInfo(data) : {};
}

/** `{ app_id, application, expires_at, is_valid, scopes, … }`, with seconds, and 0 for a token that lasts. */
function toTokenInfo({ app_id: appId, expires_at: expiresAt, scopes }: Record<string, unknown>): TokenInfo {
  const seconds = toInteger(expiresAt);
  return {
    ...(isText(appId) ? { appId } : {}),
    ...(seconds === undefined ? {} : { expiresAt: seconds === 0 ? 'never' : seconds * 1000 }),
    ...(Array.isArray(scopes) ? { permissions: scopes.filter(isText) } : {}),
  };
}
