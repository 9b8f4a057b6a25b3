import type { Finding } from '../../src/webhook/self-test/finding';
import { findingItem } from './finding-item';

/** Where the doctor of a dialog works. */
export interface Practice {
  button: JQuery;
  /** A list. */
  findings: JQuery;
}

/** What is asked of the dialog when the test begins. */
export interface Patient {
  /** The address from outside, undefined where there is none to test. */
  address(): string | undefined;
  /** Whether the dialog shows what is deployed. */
  isDeployed(): boolean;
}

type Say = (key: string, values?: Record<string, string | number>) => string;

/** Lets the user have the way of webhooks to a node examined, and lists what was found, with what to do about it. */
export function prepareDoctor(node: EditorNode, { button, findings }: Practice, patient: Patient): void {
  const say: Say = (key, values) => node._(`whatsapp-webhook-in.doctor.${key}`, values);
  const show = (found: readonly Finding[]): void => {
    findings.empty().append(found.map((finding) => toItem(finding, say)));
  };
  const run = (): void => {
    button.prop('disabled', true);
    findings.empty().append($('<li>').text(say('running')));
    const address = patient.address();
    // Relative, for the editor may have a root of its own.
    $.ajax({
      url: `whatsapp-webhook-in/${node.id}/self-test`,
      method: 'POST',
      contentType: 'application/json',
      data: JSON.stringify(address === undefined ? {} : { address }),
    })
      .done((found: Finding[]) => {
        const undeployed: Finding = { scope: 'node', level: 'hint', code: 'undeployed' };
        const isDeployed = patient.isDeployed() || found.some(({ code }) => code === 'not_deployed');
        show(isDeployed ? found : [undeployed, ...found]);
      })
      .fail(({ status }) => show([{ scope: 'node', level: 'fault', code: REFUSALS[status] ?? 'failed' }]))
      .always(() => void button.prop('disabled', false));
  };
  button.on('click', run);
}

/** Why the server did not test, by its answer. */
const REFUSALS: Readonly<Record<number, string>> = {
  0: 'no_server',
  400: 'address_invalid',
  401: 'not_allowed',
  403: 'not_allowed',
  409: 'under_way',
};

function toItem({ scope, level, code, status, count }: Finding, say: Say): JQuery {
  const values = { status: status ?? '', count: count ?? '' };
  const place = scope === 'local' || scope === 'public' ? `${say(`scope.${scope}`)}: ` : '';
  return findingItem({
    level,
    levelName: say(`level.${level}`),
    text: `${place}${say(`finding.${code}`, values)}`,
    advice: level === 'good' ? undefined : say(`advice.${code}`, values),
  });
}
