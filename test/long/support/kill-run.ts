import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createDiskEngine } from '../../../src/store/disk-engine';
import { createKeyedStore } from '../../../src/store/keyed-store';
import type { Scope, Store } from '../../../src/store/store';
import { freePort } from '../../harness/free-port';
import { tempDir } from '../../harness/temp-dir';
import { type Line, NUMBER, toWebhook, type Webhook } from './deliveries';
import { type IntakeProcess, startIntakeProcess } from './intake-process';
import { RetryingSender, type SenderFigures } from './retrying-sender';
import { readReceipts, type Tally, tally } from './tally';

const SCOPE: Scope = { number: NUMBER, kind: 'key' };
const SENDERS = 12;
/** All of them are authenticated at the start; then every second one gets a new phone in the middle of the run. */
const CUSTOMERS = 40;

export interface KillFigures extends Tally, SenderFigures {
  kills: number;
  /** Customers who were not as what was acknowledged says they are. */
  wrongStates: string[];
}

/**
 * Kills the intake at random moments under load, and starts it again on the same folder.
 *
 * @param isEnough asked after each kill
 */
export async function runKills(isEnough: (kills: number) => boolean): Promise<KillFigures> {
  const directory = tempDir('kills');
  const [folder, record] = [join(directory.path, 'store'), join(directory.path, 'record')];
  const port = await freePort();
  const start = (): Promise<IntakeProcess> => startIntakeProcess({ folder, record, port });
  const sender = new RetryingSender(() => port);
  const world = new World();
  try {
    let intake = await start();
    await sender.deliver(toWebhook(world.everybody()));
    await intake.settled();
    await intake.kill();
    await withStore(folder, (store) => authenticateAll(store));
    intake = await start();

    const load = Array.from({ length: SENDERS }, () => send(sender, world));
    const wrongStates: string[] = [];
    let kills = 0;
    for (; !isEnough(kills); kills += 1) {
      await delay(10 + Math.random() * 600);
      await intake.kill();
      wrongStates.push(...(await withStore(folder, (store) => findWrongStates(store, world))));
      // New phones appear from the second life on, while there are still some to come.
      if (kills > 0) world.isChanging = true;
      intake = await start();
    }
    world.isOver = true;
    await Promise.all(load);
    await sender.deliver(toWebhook(world.everybody()));
    await intake.redelivered();
    await intake.settled();
    await intake.kill();
    await withStore(folder, (store) => expectChanged(store, world));

    const changes = world.changing.map((waId) => `change:${waId}`);
    return {
      ...sender.figures,
      ...tally([...sender.acknowledged, ...changes], readReceipts(record)),
      kills,
      wrongStates,
    };
  } finally {
    world.isOver = true;
    sender.close();
    directory.remove();
  }
}

/** The customers, and what they write. */
class World {
  isOver = false;
  isChanging = false;
  /** Those that were found changed: that ends by an acknowledgement only. */
  readonly changed = new Set<string>();
  readonly customers = Array.from({ length: CUSTOMERS }, (_, index) => `1631555${3000 + index}`);
  readonly steady = this.customers.filter((_, index) => index % 2 === 0);
  readonly changing = this.customers.filter((_, index) => index % 2 === 1);
  /** Seconds since 1970: every message has one of its own, so that nothing is undecidable. */
  #at = Math.floor(Date.now() / 1000) - 10_000_000;
  #made = 0;

  everybody(): Line[] {
    return this.customers.map((waId) => this.#line(waId));
  }

  some(): Line[] {
    const size = Math.random() < 0.1 ? 100 : 1;
    return Array.from({ length: size }, () => this.#line(this.customers[Math.floor(Math.random() * CUSTOMERS)] ?? ''));
  }

  #line(waId: string): Line {
    this.#at += 1;
    this.#made += 1;
    const device = this.isChanging && this.changing.includes(waId) ? 2 : 1;
    return { id: `wamid.${String(this.#made).padStart(9, '0')}`, waId, hash: `Hash${waId}/${device}=`, at: this.#at };
  }
}

async function send(sender: RetryingSender, world: World): Promise<void> {
  const sent: Webhook[] = [];
  while (!world.isOver) {
    const webhook = toWebhook(world.some());
    const fate = Math.random();
    // The platform repeats what was answered long ago, and sometimes sends two at once.
    const again = fate < 0.1 ? sent[Math.floor(Math.random() * sent.length)] : undefined;
    const copies = fate > 0.9 ? [webhook, webhook] : [webhook, ...(again === undefined ? [] : [again])];
    await Promise.all(copies.map((copy) => sender.deliver(copy)));
    if (sent.length < 200) sent.push(webhook);
  }
}

async function withStore<T>(folder: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = createKeyedStore(createDiskEngine(folder));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function authenticateAll(store: Store): Promise<void> {
  const { customers } = await store.list(SCOPE, { limit: CUSTOMERS + 1 });
  assert.equal(customers.length, CUSTOMERS);
  for (const { names } of customers) {
    assert.equal(await store.acknowledge(SCOPE, names, { newest: true }), 'acknowledged');
  }
}

async function findWrongStates(store: Store, world: World): Promise<string[]> {
  const wrong: string[] = [];
  for (const waId of world.customers) {
    const { state } = await store.look(SCOPE, { waId });
    if (state === 'changed' && world.changing.includes(waId)) world.changed.add(waId);
    const expected = world.changed.has(waId) ? 'changed' : 'trusted';
    if (state !== expected) wrong.push(`${waId} is ${state} instead of ${expected}`);
  }
  return wrong;
}

async function expectChanged(store: Store, world: World): Promise<void> {
  for (const waId of world.changing) assert.equal((await store.look(SCOPE, { waId })).state, 'changed', waId);
  assert.deepEqual(await findWrongStates(store, world), []);
}
