/**
 * The path of a webhook on Node-RED's own server, spelled as a client requests it.
 *
 * @param root `httpNodeRoot`
 * @param path as configured
 * @returns undefined where the editor or its login would be displaced
 */
export function toServedPath(root: unknown, path: string, adminRoot: unknown): string | undefined {
  const served = toPath(`/${toText(root)}/${path}`);
  const isTaken = served === '/' || served === toPath(`/${toText(adminRoot)}`);
  return isTaken ? undefined : served;
}

const toText = (root: unknown): string => (typeof root === 'string' ? root : '');

function toPath(path: string): string {
  const { pathname } = new URL(path.replace(/\/{2,}/g, '/'), 'http://localhost');
  return pathname.length > 1 && pathname.endsWith('/') ? pathname.slice(0, -1) : pathname;
}
