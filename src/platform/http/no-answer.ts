import type { IncomingHttpHeaders } from 'node:http';
import { NoAnswerError } from '../errors';
import { toWaiting } from '../waiting';

/** Why we gave a request up ourselves. */
export type StopReason = 'timeout' | 'connect_timeout' | 'closed';

/** What went wrong instead of an answer of the platform. */
export type Trouble =
  | { what: 'stopped'; reason: StopReason }
  | { what: 'connection'; systemCode: string | undefined }
  /** The proxy of the environment did not let it through. */
  | { what: 'proxy'; status: number }
  | { what: 'too_large' }
  | { what: 'redirect'; status: number }
  /** Something answered, but not in the platform's form. */
  | { what: 'strange'; status: number; form: string; headers?: IncomingHttpHeaders };

export interface Circumstances {
  host: string;
  /** Whether the request can have reached the other side. */
  sent: boolean;
  /** Whether doing it twice does no harm: then nothing about the outcome is ambiguous. */
  repeatable: boolean;
  /** What to do about an unknown outcome; the advice for messages where there is none. */
  ifUnknown?: string | undefined;
}

/**
 * The error for a request that got no usable answer. Its `code`: `unknown_outcome` whenever the platform may have acted,
 * else `platform_unreachable`, `no_answer`, `connection_not_trusted`, `proxy_refused`,
 * `redirect_refused`, `unusable_answer` or
 * `account_closed`.
 */
export function toNoAnswerError(trouble: Trouble, { host, sent, repeatable, ifUnknown }: Circumstances): NoAnswerError {
  const ambiguous = sent && !repeatable && mayHaveActed(trouble);
  const known = ambiguous ? unknownOutcome(ifUnknown) : toNextStep(trouble, sent);
  const status = 'status' in trouble ? { httpStatus: trouble.status } : {};
  const waiting = 'headers' in trouble && trouble.headers !== undefined ? toWaiting(trouble.headers) : {};
  const { code, retryable, advice } = known;
  const details = { retryable, advice, ...waiting, ...status };
  return new NoAnswerError(code, toSentence(trouble, host, sent), details, ambiguous);
}

interface NextStep {
  code: string;
  retryable: boolean;
  advice: string;
}

const unknownOutcome = (next = 'wait for a status of the message before sending it again.'): NextStep => ({
  code: 'unknown_outcome',
  retryable: false,
  advice: `The platform may have acted on it all the same: ${next}`,
});

/** A plain "elsewhere" or "refused" came from something that did not carry the request out. */
function mayHaveActed(trouble: Trouble): boolean {
  if (trouble.what === 'proxy') return false;
  if (trouble.what === 'redirect') return ![301, 307, 308].includes(trouble.status);
  if (trouble.what === 'strange') return trouble.status < 400 || trouble.status >= 500;
  return true;
}

function toNextStep(trouble: Trouble, sent: boolean): NextStep {
  if (trouble.what === 'stopped' && trouble.reason === 'closed') {
    return { code: 'account_closed', retryable: true, advice: 'Send it again when the flow runs again.' };
  }
  if (trouble.what === 'proxy') {
    return {
      code: 'proxy_refused',
      retryable: trouble.status >= 500,
      advice:
        'Check the proxy in the environment (https_proxy, http_proxy) and its user name and password, or name this host in no_proxy.',
    };
  }
  if (trouble.what === 'redirect') {
    return {
      code: 'redirect_refused',
      retryable: false,
      advice: 'Enter the final address as the base URL of the account.',
    };
  }
  if (trouble.what === 'connection' && isDistrust(trouble.systemCode)) {
    return {
      code: 'connection_not_trusted',
      retryable: false,
      advice:
        "Check the base URL and the certificate of what answers there; a company's own CA goes into the account (On-Premises API) or into NODE_EXTRA_CA_CERTS.",
    };
  }
  if (trouble.what === 'strange' || trouble.what === 'too_large') {
    const retryable = trouble.what === 'strange' && (trouble.status === 429 || trouble.status >= 500);
    return {
      code: 'unusable_answer',
      retryable,
      advice: 'Check the base URL of the account, and any proxy in between: this was not the platform itself.',
    };
  }
  if (sent) return { code: 'no_answer', retryable: true, advice: 'Repeat it with growing pauses.' };
  return {
    code: 'platform_unreachable',
    retryable: true,
    advice:
      'Check network, DNS, firewall, proxy and the base URL of the account; nothing was sent, so it can be repeated.',
  };
}

const isDistrust = (code = ''): boolean => /CERT|^ERR_TLS|^ERR_SSL|^EPROTO$|SIGNATURE|^HOSTNAME_MISMATCH$/.test(code);

function toSentence(trouble: Trouble, host: string, sent: boolean): string {
  switch (trouble.what) {
    case 'stopped':
      if (trouble.reason === 'closed') return `The account was closed while ${host} was being asked.`;
      return sent ? `${host} did not answer in time.` : `No connection to ${host} came about in time.`;
    case 'connection': {
      const why = trouble.systemCode === undefined ? '' : ` (${trouble.systemCode})`;
      if (sent) return `The connection to ${host} broke before the answer was complete${why}.`;
      return `No connection to ${host} came about${why}.`;
    }
    case 'proxy':
      return `The proxy did not let the request to ${host} through (HTTP ${trouble.status}).`;
    case 'too_large':
      return `The answer of ${host} is too large to be one of the platform.`;
    case 'redirect':
      return `${host} redirects elsewhere (HTTP ${trouble.status}); the access token does not follow.`;
    case 'strange':
      return `${host} answered HTTP ${trouble.status} with ${trouble.form}, which is no answer of the platform.`;
  }
}
