interface Entry {
  /** Counts up from 1. */
  id: number;
  /** When it began, ISO 8601. */
  at: string;
}

/** One attempt to deliver a webhook: the HTTP status that came back, or why none did. */
export interface Attempt {
  at: string;
  /** How it was signed: as a fault wanted it, and on the On-Premises API not at all. */
  signature: 'valid' | 'wrong' | 'missing' | 'none';
  status?: number;
  error?: string;
}

export interface WebhookEntry extends Entry {
  kind: 'webhook';
  phoneNumberId: string;
  /** Where the latest attempt went. */
  url: string;
  body: string;
  /** Whether this is a copy made by a fault. */
  duplicate: boolean;
  state: 'waiting' | 'delivered' | 'dropped';
  /** Why it was dropped. */
  reason?: string;
  attempts: Attempt[];
}

export interface HandshakeEntry extends Entry {
  kind: 'handshake';
  phoneNumberId: string;
  url: string;
  verified: boolean;
  status?: number;
  /** Why it was not verified. */
  reason?: string;
}

/**
 * One call of the Graph API or the On-Premises API. Query strings are left out, and so are bodies and parts of them that
 * hold secrets.
 */
export interface CallEntry extends Entry {
  kind: 'call';
  method: string;
  path: string;
  request: string;
  status: number;
  response: string;
}

export type TimelineEntry = WebhookEntry | HandshakeEntry | CallEntry;

/** What happened between the platform and the business, oldest first; the oldest is forgotten when there is too much. */
export interface Timeline {
  readonly entries: readonly TimelineEntry[];
  /** A webhook's entry is filled in while its attempts go on. */
  add<E extends TimelineEntry>(entry: Omit<E, 'id'>): E;
}

/**
 * @param limit entries kept
 * @param textLimit characters of bodies kept in all
 */
export function createTimeline(limit: number, textLimit = 16 * 1024 * 1024): Timeline {
  const entries: TimelineEntry[] = [];
  let lastId = 0;
  let text = 0;
  return {
    entries,
    add<E extends TimelineEntry>(entry: Omit<E, 'id'>): E {
      lastId += 1;
      const added = { id: lastId, ...entry } as unknown as E;
      entries.push(added);
      text += textOf(added);
      while (entries.length > limit || (text > textLimit && entries.length > 1)) {
        const oldest = entries.shift();
        if (oldest) text -= textOf(oldest);
      }
      return added;
    },
  };
}

function textOf(entry: TimelineEntry): number {
  if (entry.kind === 'webhook') return entry.body.length;
  return entry.kind === 'call' ? entry.request.length + entry.response.length : 0;
}
