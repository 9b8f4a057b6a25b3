import type { Account } from '../../account';
import { diagnoseErrand } from './diagnose-errand';
import type { Finding } from './finding';
import { probe } from './probe';
import { type Errand, SelfTest } from './self-test';
import type { SelfTests } from './self-tests';

export interface Target {
  scope: 'local' | 'public';
  address: URL;
}

const ERRANDS: readonly Errand[] = ['handshake', 'delivery'];

/**
 * Does what the platform does at an address: the handshake, and a signed delivery. Neither a flow nor the ledger hears of
 * it. Where the API signs nothing there is no handshake, and the delivery is one that must be refused.
 *
 * @param selfTests by which the receiver of the webhooks knows the requests
 */
export async function runSelfTest(
  account: Account,
  { scope, address }: Target,
  selfTests: SelfTests,
): Promise<Finding[]> {
  const test = new SelfTest(account);
  const stop = selfTests.start(test);
  const findings: Finding[] = [];
  try {
    for (const errand of ERRANDS) {
      const request = test.request(errand);
      if (request === undefined) continue;
      const result = await probe(address, request, { isOwn: scope === 'local', challenge: test.challenge });
      const finding = diagnoseErrand(scope, errand, result, test.visits[errand]);
      if (!findings.some(({ code }) => code === finding.code)) findings.push(finding);
      // What has no answer now will have none in ten seconds.
      if (result.type === 'failure') break;
    }
  } finally {
    stop();
  }
  return findings;
}
