import type { FiguresReport } from '../../src/webhook/figures';
import { showRefusals } from './refusals';

/** Milliseconds between two looks. */
const SHOWN_EVERY = 2_000;

/**
 * Shows in a table what the address of a webhook-in node has done so far, and beside it what it refused; keeps both up to
 * date while the table is there.
 */
export function showFigures(node: EditorNode, table: JQuery, refusals: JQuery): void {
  const say: Say = (key, values) => node._(`whatsapp-webhook-in.${key}`, values);
  const look = (): void => {
    if (!document.contains(table[0] ?? null)) {
      clearInterval(timer);
      return;
    }
    // Relative, for the editor may have a root of its own.
    $.getJSON(`whatsapp-webhook-in/${node.id}/figures`)
      .done((report: FiguresReport | null) => {
        show(table, toRows(report, say));
        if (report !== null) showRefusals(refusals, report, say);
      })
      .fail(() => show(table, toRows(null, say)));
  };
  const timer = setInterval(look, SHOWN_EVERY);
  look();
}

type Say = (key: string, values?: Record<string, string | number>) => string;
type Row = [caption: string, value: string];

/** What is zero and usually stays so is left out. */
function toRows(report: FiguresReport | null, say: Say): Row[] {
  if (report === null) return [[say('figures.none'), '']];
  const { accepted, waiting, redelivered, acknowledgement } = report;
  const rows: Row[] = [[say('figures.accepted'), say('figures.volume', { ...accepted })]];
  const add = (key: string, value: string): void => void rows.push([say(`figures.${key}`), value]);
  if (acknowledgement !== null) {
    const { p50, p99 } = acknowledgement;
    add('acknowledgement', say('figures.milliseconds', { p50: p50.toFixed(1), p99: p99.toFixed(1) }));
  }
  add('waiting', say('figures.volume', { ...waiting }));
  if (redelivered.deliveries > 0) add('redelivered', say('figures.volume', { ...redelivered }));
  if (report.setAside > 0) add('setAside', say('figures.deliveries', { deliveries: report.setAside }));
  if (report.duplicates > 0) add('duplicates', String(report.duplicates));
  if (report.unclaimed > 0) add('unclaimed', String(report.unclaimed));
  add('since', new Date(report.since).toLocaleString());
  return rows;
}

function show(table: JQuery, rows: readonly Row[]): void {
  const body = table.find('tbody').empty();
  for (const [caption, value] of rows) {
    $('<tr>').append($('<th scope="row">').text(caption), $('<td>').text(value)).appendTo(body);
  }
}
