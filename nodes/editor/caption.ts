const PACKAGE = '@reauth/node-red-whatsapp-identity';

/** A caption of a node type where there is no node yet whose `_` could be asked. */
export function caption(type: string, key: string): string {
  return RED._(`${PACKAGE}/${type}:${type}.${key}`);
}
