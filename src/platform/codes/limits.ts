import type { CatalogueEntry, CatalogueTable } from './entry';

const HOUR = 3600;

const rateLimited = (meaning: string, waitSeconds: number): CatalogueEntry => ({
  name: 'rate_limited',
  category: 'throttling',
  meaning,
  retry: 'backoff',
  waitSeconds,
  advice: 'Send more slowly, and repeat with growing pauses.',
});

const temporary = (meaning: string, waitSeconds: number): CatalogueEntry => ({
  name: 'temporary_platform_error',
  category: 'temporary',
  meaning,
  retry: 'backoff',
  waitSeconds,
  advice: "Repeat with growing pauses; if it lasts, look at the platform's status page (metastatus.com).",
});

/** Limits of every kind, and trouble at the platform that passes by itself. */
export const LIMITS: CatalogueTable = {
  4: rateLimited('The app has reached its rate limit of API calls', 60),
  613: rateLimited('Calls to this API exceed its rate limit', 60),
  80007: rateLimited('The WhatsApp Business Account has reached its rate limit', 60),
  130429: rateLimited('The message throughput of this business number is reached', 1),
  131056: {
    name: 'pair_rate_limited',
    category: 'throttling',
    meaning: 'Too many messages went to this one recipient in a short time',
    retry: 'backoff',
    waitSeconds: 6,
    advice: 'Wait before writing to this recipient again (one message in 6 seconds lasts); others are not affected.',
  },
  131048: {
    name: 'messaging_limited',
    category: 'throttling',
    meaning: 'This business number is restricted because too many of its messages were blocked or reported as spam',
    retry: 'wait',
    advice: "Look at the number's quality in the WhatsApp Manager, and send less and more welcome messages.",
  },
  131064: {
    name: 'messaging_limited',
    category: 'throttling',
    meaning: 'The account has reached a limit imposed for templates in the wrong category',
    retry: 'wait',
    advice: 'Correct the categories of the templates; the limit is lifted when its period has passed.',
  },
  133016: {
    name: 'registration_limited',
    category: 'throttling',
    meaning: 'The number was registered or deregistered too often (10 times in 72 hours)',
    retry: 'wait',
    waitSeconds: 72 * HOUR,
    advice: 'Wait 72 hours, then register once.',
  },
  1: {
    ...temporary('The platform could not handle the request: a passing fault there, or a malformed request', 5),
    advice: 'Repeat a few times with growing pauses; if it lasts, check the form of the request.',
  },
  2: temporary('The platform is overloaded or down for a while', 5),
  131000: temporary('The platform failed for a reason it does not name', 5),
  131016: temporary('A service of the platform is unavailable for a while', 5),
  131057: temporary('The account is in maintenance, for example while its throughput is being raised', 60),
  133004: temporary('The registration server is unavailable for a while', 60),
  2494100: temporary('The business number is in maintenance', 300),
};
