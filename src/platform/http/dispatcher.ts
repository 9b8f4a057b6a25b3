import type { Dispatcher } from 'undici';
import { InputError } from '../errors';
import type { HttpSettings } from './settings';

/** Idle connections end before a load balancer ends them: a request on a connection that is going away has an unknown outcome. */
const IDLE_MS = 20_000;

/**
 * What carries requests, over kept connections, and through the proxy of the environment: `https_proxy` or `http_proxy`
 * by the protocol of the base URL, else `all_proxy`, but for the hosts of `no_proxy`; capitals will do. What is on this
 * machine is never asked through a proxy.
 *
 * @throws InputError `proxy_invalid`
 */
export function createDispatcher(settings: HttpSettings): Dispatcher {
  // Loaded when first needed: 79 ms and 20 MB that a flow which only receives can do without.
  const { Agent, EnvHttpProxyAgent } = require('undici') as typeof import('undici');
  const tls = { timeout: settings.connectTimeoutMs, ...(settings.ca === undefined ? {} : { ca: settings.ca }) };
  const options = {
    connections: settings.maxConnections,
    keepAliveTimeout: IDLE_MS,
    keepAliveMaxTimeout: IDLE_MS,
    // Each request is given up as a whole, by its own timer.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: tls,
  };
  const proxy = settings.isLoopback ? undefined : proxyFor(settings.root);
  if (proxy === undefined) return new Agent(options);
  return new EnvHttpProxyAgent({
    ...options,
    httpProxy: proxy,
    httpsProxy: proxy,
    // Many proxies refuse to tunnel to anything but https.
    proxyTunnel: false,
    requestTls: tls,
    proxyTls: { timeout: settings.connectTimeoutMs },
  });
}

function proxyFor(root: string): string | undefined {
  const name = root.startsWith('https:') ? 'https_proxy' : 'http_proxy';
  const given = [name, name.toUpperCase(), 'all_proxy', 'ALL_PROXY'].map((key) => process.env[key]).find(Boolean);
  if (given === undefined) return undefined;
  const proxy = given.includes('://') ? given : `http://${given}`;
  if (URL.canParse(proxy) && /^(?:https?|socks5?):$/.test(new URL(proxy).protocol)) return proxy;
  throw new InputError(
    'proxy_invalid',
    `The proxy in the environment variable ${name} is no address.`,
    `Write it like http://proxy.example:3128, or remove the variable, and restart Node-RED.`,
  );
}
