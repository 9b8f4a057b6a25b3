import { kindOf, MEDIA_KINDS } from '../../media/kinds';
import type { Call, Reply } from '../http/call';
import { type FormFile, parseForm } from '../http/multipart';
import type { BusinessNumber } from '../world/business-number';
import type { MediaFile } from '../world/media-files';
import type { World } from '../world/world';
import { authorizeNumber, authorizeWaba } from './authorize';
import { GraphError, invalid, unknownObject } from './graph-error';

/**
 * `POST /{phone number ID}/media`: a form with `messaging_product`, `type` and the `file`. As everywhere in Graph, what is no
 * file may come in the query string instead.
 */
export function postMedia(call: Call, number: BusinessNumber, world: World): Reply {
  const form = parseForm(call.body, call.headers['content-type'] ?? '');
  if (form === null) throw invalid('The request is not a valid multipart form.');
  const product = form.fields.find(({ name }) => name === 'messaging_product')?.value;
  if ((product ?? call.query.get('messaging_product')) !== 'whatsapp')
    throw invalid('The parameter messaging_product is required.');
  const file = form.files.find(({ name }) => name === 'file');
  if (file === undefined) throw invalid('The parameter file is required.');
  checkFile(file);
  const { id } = world.media.add(number.wabaId, 'business', file.content, file.type, number.phoneNumberId);
  return { status: 200, body: { id } };
}

function checkFile({ type, content }: FormFile): void {
  const kind = kindOf(type);
  if (kind === undefined) {
    throw invalid(
      `Param file must be a file with one of the following types: ${allTypes()}. Received file of type '${type}'.`,
    );
  }
  if (content.length === 0 || content.length > MEDIA_KINDS[kind].limit) {
    throw new GraphError(131053, { details: `A file of kind ${kind} has 1 to ${MEDIA_KINDS[kind].limit} bytes.` });
  }
}

const allTypes = (): string =>
  Object.values(MEDIA_KINDS)
    .flatMap(({ types }) => types)
    .join(', ');

/** `GET /{media ID}`: what it is, and where it can be fetched for five minutes. */
export function getMedia(call: Call, file: MediaFile, world: World): Reply {
  authorize(call, file, world);
  const { id, mimeType, sha256, content } = file;
  const url = `http://${call.headers.host}/media/${world.media.address(file)}`;
  const body = { messaging_product: 'whatsapp', url, mime_type: mimeType, sha256, file_size: content.length, id };
  return { status: 200, body };
}

/** `DELETE /{media ID}` */
export function deleteMedia(call: Call, id: string, world: World): Reply {
  const file = world.media.get(id);
  if (file === undefined) throw unknownObject(call.method, id);
  authorize(call, file, world);
  world.media.remove(id);
  return { status: 200, body: { success: true } };
}

/** The file itself, which opens with the access token only. */
export function getContent(call: Call, name: string, world: World): Reply {
  const file = world.media.at(name);
  if (file === undefined) return { status: 404, body: undefined };
  authorizeWaba(call, world.numbers, file.wabaId);
  return { status: 200, body: file.content, headers: { 'content-type': file.mimeType } };
}

/** A `phone_number_id` must be that of the number that it was uploaded on; what a customer sent was uploaded on none. */
function authorize(call: Call, { wabaId, uploadedOn }: MediaFile, { numbers }: World): void {
  authorizeWaba(call, numbers, wabaId);
  const numberId = call.query.get('phone_number_id');
  if (numberId === null) return;
  authorizeNumber(call, numbers, numberId);
  if (numberId !== uploadedOn)
    throw invalid('Param phone_number_id is not a valid whatsapp business phone number id ID');
}
