import { randomBytes, randomInt } from 'node:crypto';
import type { Account } from '../../account';
import type { JsonObject } from '../json';
import type { RefusalReason } from '../refusal';
import { isSameSecret } from '../same-secret';
import { SIGNATURE_HEADER, sign } from '../sign';
import type { WebhookRequest } from '../webhook-request';

/** By this header a request of a self-test is known, even if it is refused before anything else of it is read. */
export const SELF_TEST_HEADER = 'x-webhook-self-test';

/** What is sent: the handshake of the platform, or a delivery. */
export type Errand = 'handshake' | 'delivery';

export interface TestRequest {
  method: 'GET' | 'POST';
  /** What follows the path of the address: the query, or the part that would be the secret. */
  suffix: string;
  headers: Record<string, string>;
  body?: string;
}

/** How a request of the test arrived. */
export interface Visit {
  /** Undefined where it was accepted. */
  refusal?: RefusalReason;
  /** Whether what shows who sends it (signature, login, part of the address) arrived as it was sent. */
  isProofIntact: boolean;
  /** Whether the body did; undefined where nobody read it. */
  isBodyIntact?: boolean;
  /** It came to an address that does not serve the account. */
  isElsewhere: boolean;
}

/**
 * One test of the way to an address: makes its requests, and knows them when they arrive.
 *
 * Where they are sent, somebody else may read them. So they hold no secret of the account: the handshake asks with a token
 * that is good for this one challenge, the delivery is empty whoever sends it again (`entry` has nothing), and where there
 * is no signature a wrong secret is sent, which is refused as any other and only looked at.
 */
export class SelfTest {
  readonly id = randomBytes(16).toString('hex');
  readonly account: Account;
  readonly challenge = String(randomInt(1e9, 1e10));
  readonly visits: Partial<Record<Errand, Visit>> = {};
  readonly #body: string;

  constructor(account: Account) {
    this.account = account;
    this.#body = JSON.stringify({ object: 'whatsapp_business_account', entry: [], self_test: this.id });
  }

  /** What the test sends; undefined where the API knows no handshake, or where there is nothing to sign with. */
  request(errand: Errand): TestRequest | undefined {
    const { protection, appSecret } = this.account.settings;
    const headers = { [SELF_TEST_HEADER]: this.id };
    if (errand === 'handshake') {
      const { id, challenge } = this;
      const query = new URLSearchParams({
        'hub.mode': 'subscribe',
        'hub.verify_token': id,
        'hub.challenge': challenge,
      });
      return protection === undefined ? { method: 'GET', suffix: `?${query}`, headers } : undefined;
    }
    if (!this.account.isProtected) return undefined;
    const signature = protection === undefined ? { [SIGNATURE_HEADER]: sign(Buffer.from(this.#body), appSecret) } : {};
    const login = protection?.basicAuth === undefined ? {} : { authorization: this.#login };
    return {
      method: 'POST',
      suffix: protection?.pathSecret === undefined ? '' : `/${this.id}`,
      headers: { 'content-type': 'application/json', ...headers, ...signature, ...login },
      body: this.#body,
    };
  }

  /** A login of its own, which no account has. */
  get #login(): string {
    return `Basic ${Buffer.from(`self-test:${this.id}`).toString('base64')}`;
  }

  /** Notes how a request of the test arrived; what is returned is to be read in its place. */
  watch(request: WebhookRequest, visit: Visit): WebhookRequest {
    const { protection } = this.account.settings;
    const { headers, below } = request;
    const sent = this.request('delivery')?.headers;
    if (protection === undefined) visit.isProofIntact = headers[SIGNATURE_HEADER] === sent?.[SIGNATURE_HEADER];
    else if (protection.pathSecret !== undefined) visit.isProofIntact = below === this.id;
    else visit.isProofIntact = headers.authorization === sent?.authorization;
    return {
      ...request,
      readBody: async (limit) => {
        const read = await request.readBody(limit);
        if (read.ok) visit.isBodyIntact = this.isBody(read.body);
        return read;
      },
    };
  }

  /** The answer to the handshake of this very test, and to no other. */
  answerHandshake(query: URLSearchParams): string | undefined {
    const isOwn =
      query.get('hub.mode') === 'subscribe' &&
      isSameSecret(query.get('hub.verify_token') ?? '', this.id) &&
      isSameSecret(query.get('hub.challenge') ?? '', this.challenge);
    return isOwn ? this.challenge : undefined;
  }

  isBody(body: Buffer): boolean {
    return body.equals(Buffer.from(this.#body));
  }
}

/** The test that a webhook says it belongs to. */
export const selfTestIdOf = ({ self_test: id }: JsonObject): string | undefined =>
  typeof id === 'string' ? id : undefined;
