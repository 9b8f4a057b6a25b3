import { deepEqual, equal } from 'node:assert/strict';
import { createDiskEngine } from '../../../src/store/disk-engine';
import type { Engine } from '../../../src/store/engine';
import { createKeyedStore } from '../../../src/store/keyed-store';
import { createMemoryEngine } from '../../../src/store/memory-engine';
import type { Scope, Store } from '../../../src/store/store';
import { tempDir } from '../../harness/temp-dir';

const SCOPE: Scope = { number: '15550783881', kind: 'identity' };
const NUMBER = '+16315551001';
const DAY = 86_400_000;

/** Opens the store of one place again and again, as a process that starts anew does. */
interface Place {
  open(): Engine;
  remove(): void;
}

const PLACES: Record<string, () => Place> = {
  memory: () => {
    // What outlives its process only in a test.
    const engine: Engine = { ...createMemoryEngine(), close: async () => undefined };
    return { open: () => engine, remove: () => undefined };
  },
  disk: () => {
    const folder = tempDir();
    return { open: () => createDiskEngine(folder.path), remove: folder.remove };
  },
};

for (const [name, place] of Object.entries(PLACES)) {
  describe(`attempts and contacts in the ${name} store`, () => {
    let now: number;
    let where: Place;
    let store: Store;

    const reopen = async (): Promise<void> => {
      await store.close();
      store = createKeyedStore(where.open(), { now: () => now });
    };

    beforeEach(() => {
      now = Date.UTC(2026, 9, 1);
      where = place();
      store = createKeyedStore(where.open(), { now: () => now });
    });
    afterEach(async () => {
      await store.close();
      where.remove();
    });

    it('keep an attempt from the moment before it is made', async () => {
      const admission = await store.attempts.begin(SCOPE, 'requestCode');
      equal(admission.type, 'go');
      await reopen();
      const hold = { until: now + 60_000, why: 'requesting a code was tried once within a minute' };
      deepEqual(await store.attempts.begin(SCOPE, 'requestCode'), { type: 'wait', seconds: 60, ...hold });
      deepEqual(await store.attempts.holds(SCOPE), { requestCode: hold });
    });

    it('keep what became of it', async () => {
      const admission = await store.attempts.begin(SCOPE, 'register');
      const wait = { actions: ['register'], seconds: 300, why: 'error 133015' } as const;
      const id = admission.type === 'go' ? admission.id : '';
      const hold = await store.attempts.end(SCOPE, id, { type: 'refused', wait });
      deepEqual(hold, { until: now + 300_000, why: 'error 133015' });
      await reopen();
      deepEqual(await store.attempts.holds(SCOPE), { register: hold });
      now += 300_000;
      deepEqual(await store.attempts.holds(SCOPE), {});
    });

    it('keep what is known of a number for seven days, and renew it', async () => {
      const contact = { input: NUMBER, status: 'valid', wa_id: '16315551001' } as const;
      await store.contacts.remember(SCOPE, { [NUMBER]: contact });
      await reopen();
      now += 6 * DAY;
      const known = (await store.contacts.known(SCOPE, [NUMBER, '+1'])).get(NUMBER);
      deepEqual(known, { status: 'valid', waId: '16315551001', at: now - 6 * DAY, source: 'platform' });
      await store.contacts.remember(SCOPE, { [NUMBER]: contact });
      for (const days of [2, 2, 2]) {
        now += days * DAY;
        await store.accept({ body: Buffer.from('{}'), receivedAt: now, accounts: [] });
        equal((await store.contacts.known(SCOPE, [NUMBER])).size, 1);
      }
      now += DAY;
      equal((await store.contacts.known(SCOPE, [NUMBER])).size, 0);
    });

    it('keep what was spent', async () => {
      equal(await store.contacts.spend(SCOPE, 3, 5), 2);
      await reopen();
      equal(await store.contacts.spend(SCOPE, 3, 5), -1);
      await store.contacts.refund(SCOPE, 1);
      equal(await store.contacts.spend(SCOPE, 3, 5), 0);
    });

    it('keep who waits for late results until they were received', async () => {
      const check = { nodeId: 'node', waiting: { [NUMBER]: ['(631) 555-1001'], '+16315551002': ['b'] } };
      const id = await store.contacts.expect(SCOPE, check);
      await reopen();
      const contact = { input: '16315551001', status: 'invalid' } as const;
      for (let i = 0; i < 2; i += 1) {
        const late = await store.contacts.match(SCOPE, [contact]);
        deepEqual(late, [{ check: { ...check, id }, results: { [NUMBER]: contact } }]);
      }
      await store.contacts.received(SCOPE, id, [NUMBER]);
      deepEqual(await store.contacts.match(SCOPE, [contact]), []);
      deepEqual((await store.contacts.known(SCOPE, [NUMBER])).get(NUMBER)?.status, 'invalid');
      const other = { input: '+16315551002', status: 'valid', wa_id: '16315551002' } as const;
      const [late] = await store.contacts.match(SCOPE, [other]);
      deepEqual(late?.check.waiting, { '+16315551002': ['b'] });
    });

    it('keep the business numbers apart', async () => {
      await store.contacts.remember(SCOPE, { [NUMBER]: { input: NUMBER, status: 'invalid' } });
      await store.contacts.expect(SCOPE, { nodeId: 'node', waiting: { [NUMBER]: ['a'] } });
      const other: Scope = { ...SCOPE, number: 'other' };
      equal((await store.contacts.known(other, [NUMBER])).size, 0);
      deepEqual(await store.contacts.match(other, [{ input: NUMBER, status: 'valid' }]), []);
    });
  });
}
