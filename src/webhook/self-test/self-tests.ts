import type { Account } from '../../account';
import type { JsonObject } from '../json';
import type { RefusalReason } from '../refusal';
import type { WebhookRequest } from '../webhook-request';
import { SELF_TEST_HEADER, type SelfTest, selfTestIdOf, type Visit } from './self-test';

/** A request of a self-test while it is answered. */
export interface Guest {
  /** To be read in place of the one that came. */
  request: WebhookRequest;
  /** The test hears of a refusal instead of the user. */
  refused(reason: RefusalReason): void;
  /** The answer to the test's own handshake; undefined for any other query. */
  answerHandshake(query: URLSearchParams): string | undefined;
}

/** The self-tests under way: what receives webhooks knows their requests by them. */
export class SelfTests {
  readonly #running = new Map<string, SelfTest>();

  /** From now on the requests of the test are known; what is returned ends that. */
  start(test: SelfTest): () => void {
    this.#running.set(test.id, test);
    return () => void this.#running.delete(test.id);
  }

  /**
   * Undefined for every request that no test sent, and for one that comes again.
   *
   * @param accounts those of the address that it came to
   */
  receive(request: WebhookRequest, accounts: readonly Account[]): Guest | undefined {
    if (this.#running.size === 0) return undefined;
    const test = this.#find(request);
    const errand = request.method === 'GET' ? 'handshake' : 'delivery';
    if (test === undefined || test.visits[errand] !== undefined) return undefined;
    const visit: Visit = { isProofIntact: true, isElsewhere: !accounts.includes(test.account) };
    test.visits[errand] = visit;
    return {
      request: errand === 'handshake' ? request : test.watch(request, visit),
      refused: (reason) => {
        visit.refusal = reason;
      },
      answerHandshake: (query) => test.answerHandshake(query),
    };
  }

  /**
   * Whether an authenticated delivery is that of a running test, byte for byte: then it is neither recorded nor handed over.
   * It has no events in it, so that one which comes late, and is recorded, reaches no flow either.
   */
  isDelivery(webhook: JsonObject, rawBody: Buffer, accounts: readonly Account[]): boolean {
    const test = this.#running.get(selfTestIdOf(webhook) ?? '');
    if (test === undefined || !test.isBody(rawBody)) return false;
    // A proxy may have taken the header away by which it would have been known before.
    test.visits.delivery ??= { isProofIntact: true, isBodyIntact: true, isElsewhere: !accounts.includes(test.account) };
    return true;
  }

  /** By the header, or by what stands in the place of a secret where a proxy takes that away. */
  #find({ method, headers, below, query }: WebhookRequest): SelfTest | undefined {
    const names = [headers[SELF_TEST_HEADER], below, method === 'GET' ? query().get('hub.verify_token') : undefined];
    for (const name of names) {
      const test = typeof name === 'string' ? this.#running.get(name) : undefined;
      if (test !== undefined) return test;
    }
    return undefined;
  }
}
