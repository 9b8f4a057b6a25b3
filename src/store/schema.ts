import type { ClassicLevel } from 'classic-level';
import { WhatsAppError } from '../platform/errors';

type Database = ClassicLevel<string, string>;

/** Brings the database from the version before to `version`. Runs once, before anything else touches it. */
interface Migration {
  version: number;
  up: (database: Database) => Promise<void>;
}

/** In the order of their versions; the last one is the version that this package writes. */
const MIGRATIONS: readonly Migration[] = [
  // The first one only marks a new database: what is in it has had this form from the start.
  { version: 1, up: async () => undefined },
];

const KEY = 'schema';

/**
 * Brings a database to the form that this package works with.
 *
 * @throws WhatsAppError `store_too_new` when a later version of this package has written it: nothing is touched then
 */
export async function migrate(database: Database, migrations: readonly Migration[] = MIGRATIONS): Promise<void> {
  const present = Number((await database.get(KEY)) ?? 0);
  const latest = Math.max(...migrations.map(({ version }) => version));
  if (present > latest) throw tooNew(present, latest);
  for (const { version, up } of migrations) {
    if (version <= present) continue;
    await up(database);
    await database.put(KEY, String(version), { sync: true });
  }
}

function tooNew(present: number, latest: number): WhatsAppError {
  return new WhatsAppError(
    'store_too_new',
    `The store was written by a later version of this package (schema ${present}, this version knows ${latest}).`,
    { retryable: false, advice: 'Install the version that wrote it, or a later one.' },
  );
}
