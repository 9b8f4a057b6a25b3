import type { TimelineEntry } from '../../timeline';
import type { Described } from './describe-entry';

/** What of the timeline is shown, with its name. */
export const KINDS = {
  all: 'Everything',
  webhook: 'Webhooks',
  call: 'API calls',
  handshake: 'Handshakes',
  bad: 'What failed',
};

export interface Filter {
  /** A key of `KINDS`. */
  kind: string;
  /** To be found in the line or in what is below it; in any case of letters. */
  words: string;
}

/** Whether a filter lets an entry through. */
export function isWanted(entry: TimelineEntry, { kind, title, mood }: Described, filter: Filter): boolean {
  const isKind = filter.kind === 'all' || (filter.kind === 'bad' ? mood === 'bad' : kind === filter.kind);
  const words = filter.words.trim().toLowerCase();
  return isKind && (words === '' || `${title}\n${textOf(entry)}`.toLowerCase().includes(words));
}

/** Webhooks have everything beyond ASCII escaped: nobody searches for that. */
function textOf(entry: TimelineEntry): string {
  if (entry.kind === 'webhook') return `${JSON.stringify(entry)}\n${unescaped(entry.body)}`;
  if (entry.kind === 'call')
    return `${JSON.stringify(entry)}\n${unescaped(entry.request)}\n${unescaped(entry.response)}`;
  return JSON.stringify(entry);
}

function unescaped(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json));
  } catch {
    return json;
  }
}
