import type { NodeAPI, NodeDef } from 'node-red';
import type { PageLink } from '../../src/simulator/page/wire';

interface HttpInDef extends NodeDef {
  method?: string;
  url?: string;
  d?: boolean;
}

/** The named pages of the flows that can be opened as they are, by their paths on Node-RED's own server. */
export function pagesOf(RED: NodeAPI): PageLink[] {
  const { httpNodeRoot: root = '' } = RED.settings as { httpNodeRoot?: string | false };
  const pages: PageLink[] = [];
  RED.nodes.eachNode((node) => {
    const { type, method, name, url, d: isDisabled } = node as HttpInDef;
    if (root === false || type !== 'http in' || method !== 'get' || isDisabled) return;
    if (name && url && !url.includes(':')) pages.push({ name, url: `/${root}/${url}`.replace(/\/{2,}/g, '/') });
  });
  return pages;
}
