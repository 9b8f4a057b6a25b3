import type { HttpClient } from '../http/client';
import { isObject, isText, objectsOf } from '../http/json';
import { toNoAnswerError } from '../http/no-answer';
import { bearer, type Credential, type Credentials, toCredential } from './credential';
import { readAnswer } from './read-answer';

interface Token {
  credential: Credential;
  /** Milliseconds since 1970 from when on another one is fetched. */
  renewAt: number;
}

/** A token is renewed so long before it expires, or a tenth of its life before, if that is shorter. Milliseconds. */
const MARGIN = 5 * 60_000;

/**
 * Tokens by user name and password (facts, section 5). A token is kept until shortly before it expires; however many
 * requests need one at a time, they share one login.
 */
export function createLogin(
  { user, password }: { user: string; password: string },
  host: string,
  http: HttpClient,
  now: () => number = Date.now,
): Credentials {
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  const own = toCredential('Authorization', `Basic ${basic}`, password, basic);
  let token: Token | undefined;
  let underWay: Promise<Credential> | undefined;

  async function logIn(): Promise<Credential> {
    const asked = { method: 'POST', path: 'users/login', headers: own.headers, repeatable: true } as const;
    const answer = await http.request(asked);
    token = toToken(readAnswer(answer, own.secrets, { host, sent: true, repeatable: true }), now());
    if (token !== undefined) return token.credential;
    const trouble = { what: 'strange', status: answer.status, form: 'no token' } as const;
    throw toNoAnswerError(trouble, { host, sent: true, repeatable: true });
  }

  async function get(): Promise<Credential> {
    if (token !== undefined && now() < token.renewAt) return token.credential;
    underWay ??= logIn().finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  return {
    get,
    renew: (refused) => {
      // Requests that were refused together come one after the other: the first one's new token serves all.
      if (token?.credential === refused) token = undefined;
      return get();
    },
  };
}

function toToken(answer: unknown, now: number): Token | undefined {
  const [user] = objectsOf(isObject(answer) ? answer.users : undefined);
  if (!isText(user?.token)) return undefined;
  const life = toTime(user.expires_after) - now;
  // A clock that disagrees, or none at all: the server says so itself when the token has expired.
  const renewAt = life > 0 ? now + life - Math.min(MARGIN, life / 10) : Number.POSITIVE_INFINITY;
  return { credential: bearer(user.token), renewAt };
}

/** Like `2021-09-14 15:29:26+00:00`, with a space where ISO 8601 has a T. */
function toTime(text: unknown): number {
  return isText(text) ? Date.parse(text.trim().replace(' ', 'T')) : Number.NaN;
}
