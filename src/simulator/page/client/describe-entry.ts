import type { CallEntry, TimelineEntry } from '../../timeline';

/** An entry of the timeline in one line. */
export interface Described {
  kind: 'webhook' | 'call' | 'handshake';
  title: string;
  /** What became of it. */
  outcome: string;
  mood: 'good' | 'bad' | 'waiting';
}

type Value = Record<string, unknown>;

/** @param nameOf who a customer's number or user ID belongs to */
export function describeEntry(entry: TimelineEntry, nameOf: (id: string) => string): Described {
  if (entry.kind === 'call') {
    const isGood = entry.status < 400;
    return {
      kind: 'call',
      title: describeCall(entry, nameOf),
      outcome: String(entry.status),
      mood: isGood ? 'good' : 'bad',
    };
  }
  if (entry.kind === 'handshake') {
    const outcome = entry.verified ? 'verified' : (entry.reason ?? 'not verified');
    return { kind: 'handshake', title: 'Webhook handshake', outcome, mood: entry.verified ? 'good' : 'bad' };
  }
  const { attempts, state, duplicate, reason } = entry;
  const last = attempts.at(-1);
  const answer = last === undefined ? 'queued' : String(last.status ?? last.error ?? '');
  const tries = attempts.length > 1 ? `, attempt ${attempts.length}` : '';
  return {
    kind: 'webhook',
    title: `${describeBody(entry.body, nameOf)}${duplicate ? ' (duplicate)' : ''}`,
    outcome: state === 'dropped' ? `dropped: ${reason ?? ''}` : `${answer}${tries}`,
    mood: state === 'delivered' ? 'good' : state === 'dropped' || attempts.length > 0 ? 'bad' : 'waiting',
  };
}

/** `POST messages: text to Ana, with hash`. Versions and IDs of numbers are in the details. */
function describeCall({ method, path, request }: CallEntry, nameOf: (id: string) => string): string {
  const call = `${method} ${path.replace(/^\/v[\d.]+\/(\d+\/)?/, '')}`;
  const sent = path.endsWith('/messages') ? parse(request) : undefined;
  if (sent === undefined) return call;
  if (sent.status === 'read') return `${call}: read receipt`;
  const to = nameOf(String(sent.to ?? sent.recipient ?? '').replace('+', ''));
  const hash = sent.recipient_identity_key_hash === undefined ? 'without hash' : 'with hash';
  return `${call}: ${String(sent.type ?? 'text')} to ${to}, ${hash}`;
}

function describeBody(body: string, nameOf: (id: string) => string): string {
  const root = parse(body);
  const changes = list(root?.entry).flatMap((entry) => list(entry.changes));
  // The On-Premises API has neither entries nor changes.
  const all = changes.length > 0 ? changes : root ? [{ field: 'messages', value: root } as Value] : [];
  const said = all.flatMap(({ field, value }) => describeChange(String(field), (value ?? {}) as Value, nameOf));
  const [first = 'Not a webhook', ...others] = said;
  return others.length > 0 ? `${first} and ${others.length} more` : first;
}

function describeChange(field: string, value: Value, nameOf: (id: string) => string): string[] {
  const messages = list(value.messages).map((message) => {
    const who = nameOf(String(message.from ?? message.from_user_id ?? ''));
    return `${String(message.type)} from ${who}${list(value.contacts).some(hasHash) ? ', with hash' : ''}`;
  });
  const statuses = list(value.statuses).map((status) => {
    const errors = list(status.errors).map(({ code }) => ` ${String(code)}`);
    const hash = status.recipient_identity_key_hash === undefined ? '' : ', with hash';
    return `${String(status.status)}${errors.join('')} for ${nameOf(String(status.recipient_id ?? status.recipient_user_id ?? ''))}${hash}`;
  });
  const said = [...messages, ...statuses];
  if (said.length > 0) return said;
  return [typeof value.event === 'string' ? `${field}: ${value.event}` : field];
}

const hasHash = (contact: Value): boolean => contact.identity_key_hash !== undefined;

function parse(text: string): Value | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Value) : undefined;
  } catch {
    return undefined;
  }
}

const list = (value: unknown): Value[] =>
  Array.isArray(value) ? value.filter((item): item is Value => typeof item === 'object' && item !== null) : [];
