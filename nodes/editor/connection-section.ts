import type { Finding } from '../../src/connection/finding';
import type { NumberChoice } from '../../src/connection/number-choices';
import { field } from './dialog';
import { findingItem } from './finding-item';
import { offerNumbers } from './number-picker';
import { TRIED_FIELDS, typedAccount } from './typed-account';

type Operation = 'test' | 'numbers' | 'subscribe';

interface Trial {
  findings: Finding[];
  numbers?: NumberChoice[];
}

type Say = (key: string) => string;

/** Lets the user try what is typed in the account's dialog, choose a number of the account, and subscribe the app. */
export function prepareConnection(node: EditorNode & { z?: string }): void {
  const say: Say = (key) => node._(`whatsapp-account.connection.${key}`);
  const findings = $('#whatsapp-account-findings');
  const buttons = $('#whatsapp-account-test, #whatsapp-account-subscribe, #whatsapp-account-list-numbers');
  /** Counts what was begun, and what made it out of date. */
  let round = 0;

  const show = (found: readonly Finding[]): void => {
    findings.empty().append(found.map((finding) => toItem(finding, say)));
  };
  const run = (operation: Operation): void => {
    // Not disabled while it runs: that would take the focus away.
    if (buttons.is('[aria-disabled="true"]')) return;
    buttons.attr('aria-disabled', 'true');
    round += 1;
    const own = round;
    findings.empty().append($('<li>').text(say('running')));
    const isCurrent = (): boolean => own === round;
    $.ajax({
      // Relative, for the editor may have a root of its own.
      url: `whatsapp-account/${node.id}/connection`,
      method: 'POST',
      contentType: 'application/json',
      data: JSON.stringify({ operation, ...typedAccount(node) }),
    })
      .done(({ findings: found, numbers }: Trial) => {
        if (!isCurrent()) return;
        show(found);
        if (numbers === undefined) return;
        const count = offerNumbers(numbers, say('choose'));
        findings.append($('<li>').text(node._('whatsapp-account.connection.numbers', { count })));
      })
      .fail(({ status }) => {
        if (isCurrent()) findings.empty().append(toFailure(status, say));
      })
      .always(() => void buttons.removeAttr('aria-disabled'));
  };
  // What was found is about what was typed then.
  const forget = (): void => {
    round += 1;
    findings.empty();
  };
  for (const property of TRIED_FIELDS) field('node-config-input', property).on('input change', forget);
  $('#whatsapp-account-test').on('click', () => run('test'));
  $('#whatsapp-account-subscribe').on('click', () => run('subscribe'));
  $('#whatsapp-account-list-numbers').on('click', () => run('numbers'));
}

function toItem({ part, level, code, message, advice, details = {} }: Finding, say: Say): JQuery {
  const next = level === 'good' ? undefined : say(`advice.${code}`);
  return findingItem({
    level,
    levelName: say(`level.${level}`),
    text: `${say(`part.${part}`)}: ${message ?? say(`finding.${code}`)}`,
    advice: message === undefined ? next : advice,
    details: toLines(Object.entries(details).map(([name, text]) => `${say(`detail.${name}`)}: ${inWords(name, text)}`)),
  });
}

/** A time is shown as people here write it. */
const inWords = (name: string, text: string): string => (name === 'expires' ? new Date(text).toLocaleString() : text);

/** What is one line itself shares one with its kind. */
function toLines(details: readonly string[]): string[] {
  const isLong = (detail: string): boolean => detail.includes('\n');
  const line = details.filter((detail) => !isLong(detail)).join(' · ');
  return [...(line === '' ? [] : [line]), ...details.filter(isLong)];
}

/** Why the server did not even try, by its answer. */
const REFUSALS: Readonly<Record<number, string>> = { 0: 'no_server', 401: 'not_allowed', 403: 'not_allowed' };

const toFailure = (status: number, say: Say): JQuery =>
  findingItem({ level: 'fault', levelName: say('level.fault'), text: say(`refusal.${REFUSALS[status] ?? 'failed'}`) });
