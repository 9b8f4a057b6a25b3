import { InputError } from '../errors';

export interface HttpOptions {
  /** Until the whole answer is there, waiting for a free connection included, in milliseconds. Default 30,000. */
  timeoutMs?: number;
  /** Until a connection stands, TLS included, in milliseconds. Default 10,000. */
  connectTimeoutMs?: number;
  /** An answer above this size is given up. Default 1 MiB; the platform's are a few hundred bytes. */
  maxAnswerBytes?: number;
  /** Connections at a time; further requests wait for one. Default `CONNECTIONS`. */
  maxConnections?: number;
}

/** Options that were checked and completed. */
export interface HttpSettings extends Required<HttpOptions> {
  /** Base URL with what stands before every path, without a slash at the end. */
  root: string;
  /** Host and port for error messages. */
  host: string;
  isLoopback: boolean;
  /** Certificates (PEM) to trust instead of the public ones. */
  ca?: string;
}

/** Enough for a thousand messages a second, where an answer takes a quarter of one. */
export const CONNECTIONS = 256;

/**
 * @param base of `toBaseUrl`
 * @param below what stands between the base URL and every path, like `v25.0`; empty for nothing
 * @throws InputError `setting_invalid`
 */
export function toHttpSettings(base: URL, below: string, options: HttpOptions): HttpSettings {
  const path = `${base.pathname.replace(/\/+$/, '')}${below === '' ? '' : `/${below}`}`;
  return {
    root: base.origin + path,
    host: base.host,
    isLoopback: /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(base.hostname),
    timeoutMs: toPositive('timeoutMs', options.timeoutMs ?? 30_000),
    connectTimeoutMs: toPositive('connectTimeoutMs', options.connectTimeoutMs ?? 10_000),
    maxAnswerBytes: toPositive('maxAnswerBytes', options.maxAnswerBytes ?? 1024 * 1024),
    maxConnections: toPositive('maxConnections', options.maxConnections ?? CONNECTIONS),
  };
}

/** @throws InputError `base_url_invalid`, never with the text in it: it may hold a password */
export function toBaseUrl(text: string, advice: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain =
    url !== undefined && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!isPlain || !/^https?:$/.test(url.protocol)) {
    throw new InputError(
      'base_url_invalid',
      'The base URL must start with https:// (or http://) and have no user name, query or fragment.',
      advice,
    );
  }
  return url;
}

/**
 * A secret that is sent in a header.
 *
 * @param name of the error codes, like `access_token`: `…_missing`, `…_invalid`
 * @param words what people call it
 * @throws InputError never with the secret in it
 */
export function toHeaderSecret(secret: unknown, name: string, words: string): string {
  if (typeof secret !== 'string' || secret === '') {
    throw new InputError(`${name}_missing`, `The account has no ${words}.`, `Enter the ${words} in the account.`);
  }
  // A line break would end the header, and start another one of the secret's choosing.
  if (!/^[\x21-\x7e]+$/.test(secret)) {
    throw new InputError(
      `${name}_invalid`,
      `The ${words} contains a space, a line break or another character that none has.`,
      `Copy the ${words} again, without what is around it.`,
    );
  }
  return secret;
}

function toPositive(name: string, value: number): number {
  // Timers take 31 bits of milliseconds; more would fire at once.
  if (Number.isInteger(value) && value > 0 && value < 2 ** 31) return value;
  throw new InputError('setting_invalid', `${name} must be a whole number above 0.`, `Correct ${name}.`);
}
