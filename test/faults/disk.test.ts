import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDirectory } from '../harness/node-red';
import { waitUntil } from '../harness/wait';
import { untilStatus } from '../nodes/support/until-status';
import { type Stage, startStage } from '../nodes/trust/stage';
import type { SendMessage, Story } from '../nodes/trust/story';

const HOLD_LOCK = `
const { ClassicLevel } = require('classic-level');
const database = new ClassicLevel(process.argv[1]);
database.open().then(() => console.log('open'));
process.stdin.on('end', () => process.exit()).resume();
`;

/** Another process that has the folder of a store, as a second Node-RED on the same user directory would. */
async function startOther(folder: string): Promise<{ end(): Promise<void> }> {
  const child = spawn(process.execPath, ['-e', HOLD_LOCK, folder], {
    cwd: projectDirectory,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), exited]);
  assert.equal(child.exitCode, null);
  return {
    async end() {
      child.stdin.end();
      await exited;
    },
  };
}

/** A small file system of its own, which can be full or read-only. Only root may mount one. */
const canMount = process.platform === 'linux' && process.getuid?.() === 0;

describe('a disk that fails', function () {
  this.timeout(30_000);
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(() => stage.close());
  afterEach(async () => {
    await stage.redeploy();
    await stage.calm();
  });

  const folderOf = (name: string): string => join(stage.red.userDirectory, 'whatsapp-identity', name);

  /** Deploys the account with a store in another folder. */
  const useStore = (name: string): Promise<void> =>
    stage.redeploy((nodes) =>
      nodes.map((node) => {
        if (node.id === 'store') return { ...node, id: name };
        return node.id === 'account' ? { ...node, store: name } : node;
      }),
    );

  /** What the disk holds of everything so far, as it would be found after a power cut. */
  const copyStoreTo = (name: string): void => cpSync(folderOf('store'), folderOf(name), { recursive: true });

  const errorOf = (id: string, about: RegExp) =>
    waitUntil(() => stage.red.logs(id).find(({ level, text }) => level === 'error' && about.test(text)), {
      what: () => `${id} logs ${about}: ${JSON.stringify(stage.red.logs(id))}`,
    });

  const attemptsOf = (id: string): (number | undefined)[] =>
    stage.simulator.timeline.entries
      .filter((entry) => entry.kind === 'webhook' && entry.body.includes(id))
      .flatMap((entry) => (entry.kind === 'webhook' ? entry.attempts.map(({ status }) => status) : []));

  /**
   * While the disk fails: webhooks are refused, messages do not leave, and everybody is told why. Gives the message that
   * the platform now keeps for us.
   */
  async function isRefusing(ben: Story, about: RegExp): Promise<string> {
    const before = ben.phone;
    const id = ben.customer.write('Are you there?');
    await waitUntil(() => attemptsOf(id).length > 0);
    assert.deepEqual([...new Set(attemptsOf(id))], [503]);
    assert.deepEqual(
      stage.red.received<{ whatsapp: { id: string } }>('messages').filter((m) => m.whatsapp.id === id),
      [],
    );
    await waitUntil(() => /503/.test(stage.red.status('in').text ?? ''));
    assert.equal(stage.red.status('in').fill, 'red');
    await errorOf('in', about);
    const { output, msg, error } = await ben.tell('Private');
    assert.equal(output, 'failed');
    assert.equal(error?.code, 'store_failed');
    assert.match(error?.message ?? '', about);
    assert.equal(error?.cause.retryable, true);
    assert.ok((error?.cause.advice ?? '').length > 20);
    assert.deepEqual(msg.payload, { code: 'store_failed', message: error?.message, ...error?.cause });
    await untilStatus(stage.red, 'send', /store_failed/);
    await assert.rejects(ben.ask('lookUp'), { code: 'store_failed' });
    await stage.red.process('send', { to: ben.to, payload: 'Private' });
    assert.deepEqual(ben.phone, before);
    return id;
  }

  /** Once the cause is gone: what the platform kept arrives once, and everything works, without a restart. */
  async function isWorkingAgain(ben: Story, id: string): Promise<void> {
    await waitUntil(
      () => stage.red.received<{ whatsapp: { id: string } }>('messages').some((m) => m.whatsapp.id === id),
      {
        timeout: 10_000,
      },
    );
    await stage.calm();
    const copies = stage.red.received<{ whatsapp: { id: string } }>('messages').filter((m) => m.whatsapp.id === id);
    assert.equal(copies.length, 1);
    assert.equal((await ben.tell('Back again')).output, 'accepted');
    await stage.calm();
    assert.match(ben.phone.at(-1) ?? '', /^Back again/);
  }

  it('says that another process has the folder, and works when that ends', async () => {
    mkdirSync(folderOf('locked'), { recursive: true });
    const other = await startOther(folderOf('locked'));
    const ben = stage.begin();
    await useStore('locked');
    // Said at the start already, before anything comes in.
    await errorOf('account', /in use by another process/);
    const id = await isRefusing(ben, /in use by another process/);
    await other.end();
    await isWorkingAgain(ben, id);
    // The next life of it is of no harm either.
    await assert.rejects(startOther(folderOf('locked')));
    assert.equal((await ben.tell('Still here')).output, 'accepted');
  });

  it('takes up what another process left, once it ends', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    ben.customer.newDevice();
    await ben.says('A new phone');
    await ben.tell('Held');
    await stage.redeploy((nodes) => nodes.filter(({ id }) => id !== 'send'));
    await ben.acknowledge();
    await stage.calm();
    copyStoreTo('left');
    const other = await startOther(folderOf('left'));
    await useStore('left');
    await errorOf('account', /in use by another process/);
    assert.deepEqual(ben.phone, []);
    await other.end();
    await waitUntil(() => ben.phone.length > 0, { timeout: 10_000 });
    assert.deepEqual(ben.phone, ['Held → Ben, device 2']);
    const [accepted] = await stage.red.waitFor<SendMessage>('accepted');
    assert.equal(accepted?.whatsapp.released, true);
  });

  it('says that the files are damaged, and works when they were moved away', async () => {
    const folder = folderOf('damaged');
    copyStoreTo('damaged');
    for (const file of readdirSync(folder)) {
      if (/^(CURRENT|MANIFEST)/.test(file)) writeFileSync(join(folder, file), 'damaged\n');
    }
    const ben = stage.begin();
    await useStore('damaged');
    const id = await isRefusing(ben, /damaged/);
    renameSync(folder, `${folder}-away`);
    await isWorkingAgain(ben, id);
  });

  describe('of its own', () => {
    before(function () {
      if (canMount) return;
      console.log('      Left out: mounting a small disk takes root on Linux.');
      this.skip();
    });
    let mounted: string | undefined;
    afterEach(() => {
      // Out of sight at once: the store lets go of it a few seconds after the next deployment.
      if (mounted !== undefined) execFileSync('umount', ['--lazy', mounted]);
      mounted = undefined;
    });

    function mountAt(name: string): string {
      const folder = folderOf(name);
      mkdirSync(folder, { recursive: true });
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]);
      mounted = folder;
      return folder;
    }

    it('says that it is full, records nothing by halves, and works when there is room', async () => {
      const folder = mountAt('full');
      await useStore('full');
      const ben = stage.begin();
      await ben.becomesTrusted();
      ben.customer.newDevice();
      await ben.says('A new phone');
      await ben.tell('Held before');
      const former = await ben.lookUp();
      fill(join(folder, 'ballast'));
      const large = 'x'.repeat(60_000);
      await waitUntil(async () => (await ben.tell(large)).output === 'failed');
      const id = await isRefusingWrites(ben, /full/);
      rmSync(join(folder, 'ballast'));
      await waitUntil(() =>
        stage.red.received<{ whatsapp: { id: string } }>('messages').some((m) => m.whatsapp.id === id),
      );
      await stage.calm();
      const { state, heldMessages, hash } = await ben.lookUp();
      assert.deepEqual({ state, hash }, { state: former.state, hash: former.hash });
      assert.ok(heldMessages >= former.heldMessages);
      await ben.acknowledge();
      await stage.calm();
      assert.equal(ben.phone[0], 'Held before → Ben, device 2');
      assert.equal((await ben.tell('Back again')).output, 'accepted');
    });

    it('says that it may not be written to, and works when it may', async () => {
      const ben = stage.begin();
      await ben.becomesTrusted();
      const folder = mountAt('read-only');
      copyStoreTo('read-only');
      execFileSync('mount', ['-o', 'remount,ro', folder]);
      await useStore('read-only');
      const id = await isRefusing(ben, /may not be written to/);
      execFileSync('mount', ['-o', 'remount,rw', folder]);
      await isWorkingAgain(ben, id);
      assert.equal(await ben.state(), 'trusted');
    });

    /** Reading still works on a full disk; whatever has to be recorded is refused. */
    async function isRefusingWrites(ben: Story, about: RegExp): Promise<string> {
      const id = ben.customer.write('y'.repeat(4_000));
      await waitUntil(() => attemptsOf(id).length > 0);
      assert.ok(attemptsOf(id).every((status) => status === 503));
      const error = await errorOf('in', about);
      assert.match(error.text, about);
      return id;
    }
  });
});

/** Writes until there is no room left. */
function fill(file: string): void {
  for (let size = 1_000_000; size >= 1; ) {
    try {
      writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
    } catch {
      size = Math.floor(size / 2);
    }
  }
}
