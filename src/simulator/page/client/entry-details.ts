import type { TimelineEntry } from '../../timeline';
import { el } from './dom';

const SIGNATURES: Record<string, string> = {
  valid: 'signed',
  wrong: 'wrong signature',
  missing: 'signature missing',
  none: 'not signed (On-Premises API)',
};

/** All that is known of an entry: bodies, and of a webhook each attempt with its signature and its answer. */
export function entryDetails(entry: TimelineEntry): HTMLElement {
  if (entry.kind === 'call') {
    return el(
      'div',
      { class: 'detail' },
      ...body('Request', entry.request),
      ...body(`Answer ${entry.status}`, entry.response),
    );
  }
  if (entry.kind === 'handshake') {
    const answer = [entry.status && `answered ${entry.status}`, entry.reason].filter(Boolean).join(', ');
    return el('div', { class: 'detail' }, el('p', {}, `${entry.url} ${answer || 'verified'}`));
  }
  const attempts = entry.attempts.map(({ at, signature, status, error }) =>
    el('li', {}, `${at.slice(11, 23)} ${SIGNATURES[signature]} → ${status ?? error ?? ''}`),
  );
  return el(
    'div',
    { class: 'detail' },
    el('p', {}, entry.url || 'no webhook URL', entry.reason ? ` · ${entry.reason}` : ''),
    attempts.length > 0 && el('ol', { class: 'attempts' }, ...attempts),
    ...body('Body', entry.body),
  );
}

function body(title: string, text: string): HTMLElement[] {
  if (text === '') return [];
  return [el('h3', {}, title), el('pre', { tabindex: '0', 'aria-label': title }, pretty(text))];
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
