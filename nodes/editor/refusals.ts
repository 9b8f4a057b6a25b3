import type { FiguresReport } from '../../src/webhook/figures';
import type { RefusalReason } from '../../src/webhook/refusal';

type Say = (key: string, values?: Record<string, string | number>) => string;

/**
 * Lists why webhooks were refused since the deployment: when last, how often, and what to do. Hidden while none was.
 *
 * @param row whose list is filled
 */
export function showRefusals(row: JQuery, { refused, lastRefused }: FiguresReport, say: Say): void {
  const reasons = Object.entries(lastRefused) as [RefusalReason, string][];
  reasons.sort(([, one], [, other]) => other.localeCompare(one));
  const items = reasons.map(([reason, last]) => {
    const values = { time: new Date(last).toLocaleString(), count: refused[reason] ?? 0 };
    const what = `${say(`status.reason.${reason}`)} · ${say('refused.times', values)}`;
    return $('<li>').append(
      $('<span>').text(what),
      $('<div class="whatsapp-advice">').text(say(`refused.advice.${reason}`)),
    );
  });
  row
    .toggle(items.length > 0)
    .find('ul')
    .empty()
    .append(items);
}
