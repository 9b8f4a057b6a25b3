import assert from 'node:assert/strict';
import type { Finding } from '../../../src/webhook/self-test/finding';

/** Has a node examined as its dialog does. */
export async function examine(red: { url: string }, address?: string, id = 'in'): Promise<Finding[]> {
  const answer = await askForExamination(red, address === undefined ? {} : { address }, id);
  assert.equal(answer.status, 200);
  return (await answer.json()) as Finding[];
}

export const askForExamination = (
  { url }: { url: string },
  body: object,
  id = 'in',
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${url}/whatsapp-webhook-in/${id}/self-test`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });

/** What was found on the way from outside. A test's addresses are of this machine, which is found, too. */
export const onTheWay = (findings: readonly Finding[]): string[] =>
  findings
    .filter(({ scope, code }) => scope === 'public' && code !== 'not_https' && code !== 'private_address')
    .map(({ code, status }) => (status === undefined ? code : `${code} ${status}`));

export const codesOf = (findings: readonly Finding[], scope: Finding['scope']): string[] =>
  findings.filter((finding) => finding.scope === scope).map(({ code }) => code);
