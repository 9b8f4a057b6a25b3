import { button, el } from '../../../src/simulator/page/client/dom';
import type { TrustCustomer } from '../../shared/trust-wire';
import { heldSection, type Reveal } from './held-section';
import { focusName } from './keeping-focus';
import { say, sayOr } from './say';
import type { Change } from './sentences-of';
import { hashOf, stateBadge, timeOf } from './words';

interface ViewOptions {
  customer: TrustCustomer;
  /** Below which the runtime serves the customer. */
  path: string;
  back(): void;
  reveal: Reveal;
  /** Absent where the login may not change anything. */
  ask?(change: Change): void;
}

/** All that is known of one customer. */
export function customerView({ customer, path, back, reveal, ask }: ViewOptions): HTMLElement[] {
  const { phone, userId, state, since, lastEvidence, hash, related } = customer;
  const head = el('div', { class: 'whatsapp-trust-head' });
  head.append(
    button(`‹ ${say('back')}`, back, { class: 'red-ui-button red-ui-button-small', ...focusName('back') }),
    el('h3', { tabindex: '-1', ...focusName('title') }, phone ?? userId ?? ''),
    stateBadge(state),
  );
  const facts: [key: string, value: Node | string][] = [
    ...(phone !== undefined && userId !== undefined ? [['userId', userId] as [string, string]] : []),
    ['since', timeOf(since)],
    ['lastEvidence', timeOf(lastEvidence)],
    ['hash', hash === null ? say('noHash') : hashOf(hash)],
    ...(related.length > 0 ? [['related', related.join(', ')] as [string, string]] : []),
  ];
  return [
    head,
    el('p', { class: 'whatsapp-trust-meaning' }, say(`meaning.${state}`)),
    el('dl', {}, ...facts.flatMap(([key, value]) => [el('dt', {}, say(key)), el('dd', {}, value)])),
    ...(ask === undefined ? [el('p', { class: 'whatsapp-trust-meaning' }, say('readOnly'))] : [actions(customer, ask)]),
    heldSection(customer.held, path, reveal),
    hashSection(customer),
    auditSection(customer),
  ];
}

function actions({ state, changeId }: TrustCustomer, ask: (change: Change) => void): HTMLElement {
  const changes: Change[] = [];
  if (changeId !== null && (state === 'changed' || state === 'seen')) changes.push('acknowledge');
  if (state !== 'changed') changes.push('revoke');
  changes.push('forget');
  const buttons = changes.map((change) =>
    button(say(`${change}.button`), () => ask(change), {
      class: `red-ui-button${change === 'acknowledge' ? ' primary' : ''}`,
      ...focusName(change),
    }),
  );
  return el(
    'div',
    { class: 'whatsapp-trust-asking' },
    changeId === null && el('p', { class: 'whatsapp-trust-meaning' }, say('nothingToAcknowledge')),
    el('div', { class: 'whatsapp-trust-actions' }, ...buttons),
  );
}

function hashSection({ hashes }: TrustCustomer): HTMLElement {
  const title = el('h4', {}, say('hashes.title'));
  if (hashes.length === 0) return el('section', {}, title, el('p', {}, say('hashes.none')));
  const heads = ['hash', 'firstSeen', 'lastSeen'].map((key) => el('th', { scope: 'col' }, say(`hashes.${key}`)));
  const rows = hashes.map(({ hash, firstSeen, lastSeen, approved, current }) =>
    el(
      'tr',
      {},
      el(
        'td',
        {},
        hashOf(hash),
        current && el('span', { class: 'whatsapp-trust-mark' }, say('hashes.current')),
        approved && el('span', { class: 'whatsapp-trust-mark' }, say('hashes.approved')),
      ),
      el('td', {}, timeOf(firstSeen)),
      el('td', {}, timeOf(lastSeen)),
    ),
  );
  const table = el('table', {}, el('thead', {}, el('tr', {}, ...heads)), el('tbody', {}, ...rows));
  return el('section', {}, title, table);
}

function auditSection({ audit }: TrustCustomer): HTMLElement {
  const items = audit.map(({ at, what, hash, source }) =>
    el(
      'li',
      {},
      el('div', {}, el('b', {}, sayOr('audit', what)), ' ', hash !== undefined && hashOf(hash)),
      el('div', { class: 'whatsapp-trust-source' }, timeOf(at), source !== undefined && ` · ${source}`),
    ),
  );
  const list =
    items.length === 0 ? el('p', {}, say('audit.none')) : el('ol', { class: 'whatsapp-trust-audit' }, ...items);
  return el('section', {}, el('h4', {}, say('audit.title')), list);
}
