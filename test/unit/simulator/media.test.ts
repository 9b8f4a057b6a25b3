import { deepEqual, equal, match } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { MEDIA_KINDS } from '../../../src/media/kinds';
import { cleanUp, type Stage, setStage } from './support/stage';

const FILE = Buffer.from([0xff, 0xd8, 0xff, 0x00, 0x0d, 0x0a, 0x80]);
const HEX = createHash('sha256').update(FILE).digest('hex');
const DAY = 86_400_000;

async function upload({ simulator, number }: Stage, type: string, content: Buffer = FILE, field = 'file') {
  const form = new FormData();
  form.append('messaging_product', 'whatsapp');
  form.append(field, new Blob([new Uint8Array(content)], { type }), 'a.jpg');
  const response = await fetch(`${simulator.url}/v25.0/${number.phoneNumberId}/media`, {
    method: 'POST',
    headers: { authorization: `Bearer ${number.accessToken}` },
    body: form,
  });
  return (await response.json()) as { id: string; error?: { code: number; message: string } };
}

/** A Graph call about a media ID, with the token of the number. */
async function media({ simulator, number }: Stage, method: string, path: string) {
  const headers = { authorization: `Bearer ${number.accessToken}` };
  const response = await fetch(`${simulator.url}/v25.0/${path}`, { method, headers });
  return (await response.json()) as { url: string; error?: { code: number; error_subcode?: number; message: string } };
}

const fetchFile = (url: string, token?: string) =>
  fetch(url, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });

describe('media of the simulated platform', () => {
  afterEach(cleanUp);

  it('is uploaded, described, fetched with the token alone, and deleted', async () => {
    const stage = await setStage();
    const { number } = stage;
    const { id } = await upload(stage, 'image/jpeg');
    const { url, ...info } = await media(stage, 'GET', `${id}?phone_number_id=${number.phoneNumberId}`);
    deepEqual(info, {
      messaging_product: 'whatsapp',
      mime_type: 'image/jpeg',
      sha256: HEX,
      file_size: FILE.length,
      id,
    });
    const answer = await fetchFile(url, number.accessToken);
    equal(answer.headers.get('content-type'), 'image/jpeg');
    deepEqual(Buffer.from(await answer.arrayBuffer()), FILE);
    equal((await fetchFile(url)).status, 401);
    deepEqual(await media(stage, 'DELETE', id), { success: true });
    equal((await fetchFile(url, number.accessToken)).status, 404);
    equal((await media(stage, 'GET', id)).error?.error_subcode, 33);
    equal((await media(stage, 'DELETE', id)).error?.error_subcode, 33);
  });

  it('is kept out of the timeline', async () => {
    const stage = await setStage();
    await upload(stage, 'text/plain', Buffer.from('words of a contract'));
    const text = JSON.stringify(stage.simulator.timeline.entries);
    equal(text.includes('words of a contract'), false);
    match(text, /\(\d+ bytes\)/);
  });

  it('is hidden from the numbers of others', async () => {
    const stage = await setStage();
    const { id } = await upload(stage, 'image/jpeg');
    const stranger = stage.simulator.world.addNumber();
    equal((await media({ ...stage, number: stranger }, 'GET', id)).error?.error_subcode, 33);
    equal((await media(stage, 'GET', `${id}?phone_number_id=${stranger.phoneNumberId}`)).error?.error_subcode, 33);
  });

  it('cannot be named by the number in a call where a customer sent it', async () => {
    const stage = await setStage();
    const { id } = stage.simulator.world.media.add(stage.number.wabaId, 'customer', FILE, 'image/jpeg');
    const refused = await media(stage, 'GET', `${id}?phone_number_id=${stage.number.phoneNumberId}`);
    match(refused.error?.message ?? '', /phone_number_id is not a valid whatsapp business phone number id ID$/);
    equal(typeof (await media(stage, 'GET', id)).url, 'string');
  });

  it('is refused in messages, wherever it stands, once it is unknown, of others, or expired', async () => {
    const stage = await setStage();
    const { world } = stage.simulator;
    const send = async (content: object): Promise<string | undefined> => {
      const message = { messaging_product: 'whatsapp', to: '+16505551234', ...content };
      const { error } = (await stage.graph('POST', '/messages', message)).body;
      return error?.message;
    };
    const refused = (where: string): string =>
      `(#100) Param ${where} is not a valid whatsapp business account media attachment ID`;
    const { id } = await upload(stage, 'image/jpeg');
    equal(await send({ type: 'image', image: { id } }), undefined);
    equal(await send({ type: 'sticker', sticker: { id: '1' } }), refused("sticker['id']"));
    const foreign = world.media.add(world.addNumber().wabaId, 'business', FILE, 'image/jpeg');
    equal(await send({ type: 'image', image: { id: foreign.id } }), refused("image['id']"));
    const parameters = [{ type: 'image', image: { id: '1' } }];
    const components = [{ type: 'header', parameters }];
    equal(
      await send({ type: 'template', template: { name: 'x', language: { code: 'en' }, components } }),
      refused("template['components'][0]['parameters'][0]['image']['id']"),
    );
    stage.clock.advance(30 * DAY);
    equal(await send({ type: 'image', image: { id } }), refused("image['id']"));
  });

  it('is refused when its type or size is not one that the platform takes', async () => {
    const stage = await setStage();
    match((await upload(stage, 'text/html')).error?.message ?? '', /text\/html/);
    equal((await upload(stage, 'image/jpeg', Buffer.alloc(MEDIA_KINDS.image.limit + 1))).error?.code, 131053);
    equal((await upload(stage, 'image/jpeg', Buffer.alloc(0))).error?.code, 131053);
    equal((await upload(stage, 'image/jpeg', FILE, 'picture')).error?.code, 100);
  });

  it('comes from customers, with an ID and its hash', async () => {
    const stage = await setStage();
    const { control, receiver, simulator } = stage;
    simulator.world.addCustomer({ phone: '+16505551234', name: 'Ana' });
    const sent = { type: 'image', mimeType: 'image/jpeg', data: FILE.toString('base64'), caption: 'Look' };
    equal((await control('POST', '/customers/16505551234/messages', { media: sent })).status, 200);
    await simulator.idle();
    const { image, type } = receiver.messages()[0]?.message ?? {};
    const sha256 = Buffer.from(HEX, 'hex').toString('base64');
    const { id, url: address } = image;
    deepEqual([type, image], ['image', { caption: 'Look', mime_type: 'image/jpeg', sha256, id, url: address }]);
    const { url } = await media(stage, 'GET', id);
    const { accessToken } = stage.number;
    deepEqual(Buffer.from(await (await fetchFile(address, accessToken)).arrayBuffer()), FILE);
    equal((await fetchFile(address)).status, 401);
    deepEqual(Buffer.from(await (await fetchFile(url, stage.number.accessToken)).arrayBuffer()), FILE);
    for (const wrong of [{ type: 'text' }, { type: 'image' }, { type: 'image', mimeType: 'image/jpeg' }, 'x']) {
      equal((await control('POST', '/customers/16505551234/messages', { media: wrong })).status, 400);
    }
  });

  it('expires: the address after five minutes, the file of a customer after 7 days, an uploaded one after 30', async () => {
    const stage = await setStage();
    const { clock, number, simulator } = stage;
    const { id } = await upload(stage, 'image/jpeg');
    const theirs = simulator.world.media.add(number.wabaId, 'customer', FILE, 'image/jpeg').id;
    const { url } = await media(stage, 'GET', id);
    clock.advance(5 * 60_000);
    equal((await fetchFile(url, number.accessToken)).status, 404);
    clock.advance(7 * DAY);
    equal((await media(stage, 'GET', theirs)).error?.error_subcode, 33);
    equal(typeof (await media(stage, 'GET', id)).url, 'string');
    clock.advance(23 * DAY);
    equal((await media(stage, 'GET', id)).error?.error_subcode, 33);
  });
});
