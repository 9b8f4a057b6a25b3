import type { NodeAPI } from 'node-red';
import type { Account } from '../../src/account';
import type { FiguresReport } from '../../src/webhook/figures';
import { diagnoseCircumstances, diagnosePast } from '../../src/webhook/self-test/circumstances';
import { diagnoseAddress } from '../../src/webhook/self-test/diagnose-address';
import type { Finding } from '../../src/webhook/self-test/finding';
import { runSelfTest } from '../../src/webhook/self-test/run-self-test';
import type { Place } from './entrance';
import { toLoopbackUrl } from './loopback-url';
import { selfTests } from './self-tests';

/** A webhook-in node whose way in is to be looked at. */
export interface Examinee {
  account: Account;
  /** Undefined for a node that gets its webhooks from the flow. */
  place: Place | undefined;
  /** The code of what keeps its port shut; undefined while it is open. */
  fault: string | undefined;
  report: () => FiguresReport;
}

/**
 * Finds out what stands in the way of webhooks to a node: by its configuration, by what came in so far, and by sending it
 * what the platform sends, on this machine and to a public address.
 *
 * @param address without the secret part of an On-Premises account; undefined where none is to be tested
 */
export async function examine(
  { account, place, fault, report }: Examinee,
  address: URL | undefined,
  settings: NodeAPI['settings'],
): Promise<Finding[]> {
  const { httpNodeAuth } = settings as { httpNodeAuth?: unknown };
  const findings = diagnoseCircumstances({
    account,
    isExternal: place === undefined,
    asksForCertificate: place?.clientName !== undefined,
    hasHttpNodeAuth: Boolean(httpNodeAuth),
  });
  // Nothing can arrive where nobody listens.
  if (fault !== undefined) return [...findings, atFault(fault)];
  const listening = place?.server.address();
  if (listening === null) return [...findings, atFault('port_failed')];
  // A server may also listen on a pipe, which only a proxy reaches.
  if (place !== undefined && typeof listening === 'object') {
    const local = new URL(`${toLoopbackUrl(place.server)}${place.path}`);
    findings.push(...(await runSelfTest(account, { scope: 'local', address: local }, selfTests)));
  }
  if (address !== undefined) {
    findings.push(...diagnoseAddress(address));
    findings.push(...(await runSelfTest(account, { scope: 'public', address }, selfTests)));
  } else if (!account.isSimulated) findings.push({ scope: 'public', level: 'hint', code: 'no_public_address' });
  return [...findings, ...diagnosePast(report())];
}

/** What keeps a node from listening at all, by the code of its error. */
export function atFault(code: string): Finding {
  return { scope: 'node', level: 'fault', code: FAULTS[code] ?? 'port_faulty' };
}

const FAULTS: Readonly<Record<string, string>> = {
  not_deployed: 'not_deployed',
  account_not_usable: 'account_not_usable',
  http_nodes_off: 'http_nodes_off',
  webhook_path_taken: 'path_taken',
  port_in_use: 'port_in_use',
  port_forbidden: 'port_forbidden',
  address_not_available: 'address_not_available',
  port_settings_differ: 'port_settings_differ',
  tls_missing: 'tls_faulty',
  tls_invalid: 'tls_faulty',
  tls_certificate_missing: 'tls_faulty',
  client_ca_missing: 'client_ca_missing',
};
