import { isSameSecret } from '../../../webhook/same-secret';
import type { Clock } from '../../clock';
import type { Random } from '../../random';
import type { Rules } from '../../rules';
import { loginToken } from '../ids';

/** A login, as `users/login` gives it. */
export interface Session {
  token: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

export interface SessionsContext {
  clock: Clock;
  random: Random;
  rules: Rules;
}

/** The admin user of a self-hosted client, and the tokens it was given (facts, section 5, "Auth"). */
export class Sessions {
  readonly #context: SessionsContext;
  readonly #sessions = new Map<string, Session>();
  readonly username: string;
  #password: string;

  constructor(username: string, password: string, context: SessionsContext) {
    this.username = username;
    this.#password = password;
    this.#context = context;
  }

  /** @returns undefined where user name or password is wrong */
  login(username: string, password: string): Session | undefined {
    const isUser = isSameSecret(username, this.username);
    if (!isSameSecret(password, this.#password) || !isUser) return undefined;
    const { clock, random, rules } = this.#context;
    this.#forgetExpired();
    const session = { token: loginToken(random), expiresAt: clock.now() + rules.loginLifetimeMs };
    this.#sessions.set(session.token, session);
    return session;
  }

  /** Old logins last on. */
  changePassword(password: string): void {
    this.#password = password;
  }

  isValid(token: string): boolean {
    const session = this.#sessions.get(token);
    return session !== undefined && this.#context.clock.now() < session.expiresAt;
  }

  logout(token: string): void {
    this.#sessions.delete(token);
  }

  /** Ends every login, as a restart of the client may. */
  logoutAll(): void {
    this.#sessions.clear();
  }

  #forgetExpired(): void {
    for (const token of this.#sessions.keys()) if (!this.isValid(token)) this.#sessions.delete(token);
  }
}
