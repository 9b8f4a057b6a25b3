import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Runtime, startRuntime } from '../harness/runtime';
import { tempDir } from '../harness/temp-dir';
import { type NumberStage, startNumberStage } from './support/number-stage';
import { onPremisesAccount } from './support/parts';
import { untilStatus } from './support/until-status';

const TYPE = 'whatsapp-media';
const PNG = Buffer.from('89504e470d0a1a0a0000', 'hex');

describe(TYPE, () => {
  let red: Runtime;
  let stage: NumberStage;
  let folder: ReturnType<typeof tempDir>;
  before(async () => {
    red = await startRuntime();
    stage = await startNumberStage(red);
  });
  after(async () => {
    await red.stop();
    await stage.close();
  });
  beforeEach(() => {
    folder = tempDir('media');
  });
  afterEach(() => folder.remove());

  const upload = (config: object = {}) => stage.deploy(TYPE, { operation: 'upload', ...config });

  it('uploads a Buffer, and gives a message that send takes as it is', async () => {
    await upload();
    const about = { payload: PNG, caption: 'Look', whatsapp: { customer: { id: '1' } } };
    const { topic, payload, whatsapp, caption } = await stage.succeed(about);
    const { media, customer } = whatsapp as unknown as { media: { id: string }; customer: object };
    assert.equal(topic, 'uploaded');
    assert.deepEqual(payload, { type: 'image', image: { id: media.id, caption: 'Look' } });
    assert.deepEqual(media, { id: media.id, kind: 'image', mimeType: 'image/png', size: PNG.length });
    assert.deepEqual([customer, caption], [{ id: '1' }, 'Look']);
    assert.deepEqual(stage.simulator.world.media.get(media.id)?.content, PNG);
    await untilStatus(red, 'node', /^uploaded$/);
  });

  it('uploads a file that the node names, of a path or an environment variable, and a document has a name', async () => {
    const file = join(folder.path, 'bill.pdf');
    writeFileSync(file, '%PDF-1.7');
    process.env.HARNESS_FILE = file;
    for (const setting of [
      { file, fileType: 'str' },
      { file: 'HARNESS_FILE', fileType: 'env' },
    ]) {
      await upload(setting);
      const { payload } = await stage.succeed({ payload: 'anything' });
      const { document } = payload as { document: { id: string } };
      assert.deepEqual(document, { id: document.id, filename: 'bill.pdf' });
      assert.equal(String(stage.simulator.world.media.get(document.id)?.content), '%PDF-1.7');
    }
    delete process.env.HARNESS_FILE;
  });

  it('uploads a stream, and closes it also when it cannot', async () => {
    await upload();
    const stream = Readable.from([PNG, PNG]);
    const { payload } = await stage.succeed({ payload: stream, filename: 'x.png' });
    const { image } = payload as { image: { id: string } };
    assert.equal(stage.simulator.world.media.get(image.id)?.content.length, 20);
    const other = Readable.from([PNG]);
    assert.equal((await stage.fail({ payload: other })).error.code, 'media_type_unknown');
    assert.ok(other.destroyed);
  });

  it('takes no path from a message, whatever the node is told', async () => {
    const file = join(folder.path, 'secret.txt');
    writeFileSync(file, 'secret');
    await upload();
    for (const msg of [
      { payload: file },
      { payload: { path: file } },
      { payload: undefined, file, filename: file, path: file },
    ]) {
      assert.equal((await stage.fail(msg)).error.code, 'media_missing');
    }
    await upload({ file: 'payload', fileType: 'msg' });
    assert.equal((await stage.fail({ payload: file })).error.code, 'setting_failed');
    await stage.deploy(TYPE, { destination: 'file', folder: 'payload', folderType: 'msg' });
    assert.equal((await stage.fail({ payload: file })).error.code, 'setting_failed');
  });

  it('downloads what a customer sent, into the message', async () => {
    const { wabaId } = await stage.deploy(TYPE);
    const { id, sha256 } = stage.simulator.world.media.add(wabaId, 'customer', PNG, 'image/png');
    for (const msg of [
      { payload: { id, mime_type: 'image/png' } },
      { payload: id },
      { payload: 'text', mediaId: id },
    ]) {
      const { topic, payload, whatsapp } = await stage.succeed(msg);
      assert.equal(topic, 'downloaded');
      assert.deepEqual(payload, PNG);
      assert.deepEqual(whatsapp.media, { id, mimeType: 'image/png', size: PNG.length, sha256 });
    }
  });

  it('downloads it to a file, whole or not at all', async () => {
    const inside = join(folder.path, 'in');
    const { wabaId } = await stage.deploy(TYPE, { destination: 'file', folder: inside, limit: 1 });
    const { media } = stage.simulator.world;
    const content = Buffer.alloc(1024 * 1024, 'x');
    const { id } = media.add(wabaId, 'customer', content, 'video/mp4');
    const { payload, whatsapp } = await stage.succeed({ payload: { id, filename: '../../evil' } });
    assert.equal(payload, join(inside, `${id}.mp4`));
    assert.equal((whatsapp.media as { path: string }).path, payload);
    const digest = createHash('sha256').update(content).digest('hex');
    assert.equal(
      createHash('sha256')
        .update(readFileSync(String(payload)))
        .digest('hex'),
      digest,
    );
    const large = media.add(wabaId, 'customer', Buffer.alloc(1024 * 1024 + 1), 'video/mp4');
    assert.equal((await stage.fail({ payload: large.id })).error.code, 'media_too_large');
    assert.deepEqual(readdirSync(inside), [`${id}.mp4`]);
    await stage.deploy(TYPE, { destination: 'file' });
    assert.equal((await stage.fail({ payload: id })).error.code, 'folder_missing');
  });

  it('tells what a media ID is, and deletes it', async () => {
    const { wabaId } = await stage.deploy(TYPE, { operation: 'info' });
    const { id } = stage.simulator.world.media.add(wabaId, 'business', PNG, 'image/png');
    const { topic, payload } = await stage.succeed({ payload: id });
    const { urlExpiresAt, url, ...info } = payload as Record<string, unknown>;
    assert.equal(topic, 'info');
    assert.deepEqual([info.id, info.mimeType, info.size], [id, 'image/png', PNG.length]);
    assert.ok(String(url).startsWith(stage.simulator.url));
    assert.ok(Date.parse(String(urlExpiresAt)) > Date.now());
    const deleted = await stage.succeed({ operation: 'delete', mediaId: id });
    assert.deepEqual([deleted.topic, deleted.payload], ['deleted', { id }]);
    const { error } = await stage.fail({ payload: id });
    assert.deepEqual([error.code, error.cause.retryable], ['media_not_found', false]);
    await untilStatus(red, 'node', /^media_not_found$/);
  });

  it('refuses what is no media ID, no operation, and no limit', async () => {
    await stage.deploy(TYPE);
    for (const payload of ['../me', '', {}, undefined]) {
      assert.equal((await stage.fail({ payload })).error.code, 'media_id_invalid', String(payload));
    }
    assert.equal((await stage.fail({ operation: 'steal' })).error.code, 'operation_unknown');
    await stage.deploy(TYPE, { limit: 101 });
    assert.equal((await stage.fail({ payload: '7' })).error.code, 'setting_failed');
  });

  it('is not for the On-Premises API, and says what is', async () => {
    const node = { id: 'node', type: TYPE, account: 'account', operation: 'upload', wires: [['out']] };
    await red.deploy([onPremisesAccount(), node, { id: 'c', type: 'catch', wires: [['caught']] }]);
    red.clear();
    const { error } = await stage.fail({ payload: PNG });
    assert.equal(error.code, 'not_supported');
    assert.match(error.cause.advice, /\/v1\/media/);
  });
});
