import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { PlatformError, WhatsAppError } from '../errors';
import type { HttpStream } from '../http/download';
import { toTrouble as toHttpTrouble } from '../http/exchange';
import { isText, parseJson, toInteger, toTrouble } from '../http/json';
import { toNoAnswerError } from '../http/no-answer';
import type { MediaInfo, MediaSink, MediaUpload } from '../media';
import { toPlatformError } from '../refusal';
import type { Graph, GraphRequest } from './graph';
import { readGraphError } from './graph-error';
import { addressRefused, damaged, notFound, tooLarge } from './media-errors';
import { toMediaForm } from './media-form';
import { mayHaveToken } from './media-host';
import type { CloudSettings } from './settings';

/** Large files take their time. */
const UPLOAD_MS = 300_000;

/** `POST /{phone number ID}/media`: a form with the file. Twice does no harm, it only lies there twice. */
export async function uploadMedia(graph: Graph, numberId: string, upload: MediaUpload): Promise<string> {
  let fault: unknown;
  const content = Buffer.isBuffer(upload.content) ? Readable.from([upload.content]) : upload.content;
  content.on('error', (error) => {
    fault = error;
  });
  const asked: GraphRequest = {
    method: 'POST',
    path: `${numberId}/media`,
    form: toMediaForm(content, upload),
    repeatable: true,
    timeoutMs: UPLOAD_MS,
  };
  try {
    const { id } = await graph.request(asked);
    if (isText(id)) return id;
    const trouble = { what: 'strange', status: 200, form: 'no media ID' } as const;
    throw toNoAnswerError(trouble, { host: 'The platform', sent: true, repeatable: true });
  } catch (error) {
    // What stopped was not the platform, but the file.
    throw fault ?? error;
  } finally {
    content.destroy();
  }
}

/** `GET /{media ID}`. With a `phone_number_id` the platform would refuse what customers sent: it was not uploaded on the number. */
export async function mediaInfo(graph: Graph, settings: CloudSettings, id: string): Promise<MediaInfo> {
  const answer = await ofMedia(graph.request({ method: 'GET', path: encodeURIComponent(id), repeatable: true }));
  const { url, mime_type: mimeType, sha256 } = answer;
  if (!isText(url) || !URL.canParse(url)) {
    const trouble = { what: 'strange', status: 200, form: 'no address of the media' } as const;
    throw toNoAnswerError(trouble, { host: settings.host, sent: true, repeatable: true });
  }
  return {
    id,
    url,
    mimeType: isText(mimeType) ? mimeType : 'application/octet-stream',
    size: toInteger(answer.file_size),
    sha256: isText(sha256) ? sha256 : undefined,
  };
}

export async function downloadMedia(
  graph: Graph,
  settings: CloudSettings,
  { id, sink, maxBytes }: { id: string; sink: MediaSink; maxBytes: number },
): Promise<MediaInfo & { size: number }> {
  const info = await mediaInfo(graph, settings, id);
  const url = new URL(info.url);
  if (!mayHaveToken(url, settings.root)) throw addressRefused(url.hostname);
  if (info.size !== undefined && info.size > maxBytes) throw tooLarge(info.size, maxBytes);
  const answer = await graph.open(url);
  const hash = createHash('sha256');
  let size = 0;
  try {
    if (answer.status !== 200) throw await refused(graph, url.host, answer);
    for await (const piece of answer.body) {
      size += piece.length;
      if (size > maxBytes) throw tooLarge(size, maxBytes);
      hash.update(piece);
      await sink(piece);
    }
  } catch (error) {
    answer.cancel();
    throw isHttpError(error)
      ? toNoAnswerError(toHttpTrouble(error), { host: url.host, sent: true, repeatable: true })
      : error;
  }
  const digest = hash.digest();
  const isWhole = info.size === undefined || info.size === size;
  if (!isWhole || (info.sha256 !== undefined && !isDigest(info.sha256, digest))) throw damaged();
  return { ...info, size };
}

export async function deleteMedia(graph: Graph, id: string): Promise<void> {
  await ofMedia(graph.command({ method: 'DELETE', path: encodeURIComponent(id), repeatable: true }));
}

/** The platform's documents say hex in one place and show base64 in another. */
const isDigest = (said: string, digest: Buffer): boolean =>
  said.toLowerCase() === digest.toString('hex') || said === digest.toString('base64');

/** Graph says "unsupported request" of an object that is not there, whatever it would have been. */
async function ofMedia<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    const { platformCode, platformSubcode } = error instanceof PlatformError ? error.cause : {};
    if (platformCode === 100 && platformSubcode === 33) throw notFound(error as PlatformError);
    throw error;
  }
}

async function refused(
  graph: Graph,
  host: string,
  { status, headers, text }: Pick<HttpStream, 'status' | 'headers' | 'text'>,
): Promise<WhatsAppError> {
  if (status === 404 || status === 410) return notFound();
  const answer = { status, headers, text: await text() };
  const parsed = parseJson(answer.text);
  const error = readGraphError(parsed);
  if (error !== undefined) return toPlatformError(error, answer, graph.redact);
  return toNoAnswerError(toTrouble(answer, parsed), { host, sent: true, repeatable: true });
}

/** What the HTTP client throws, or the connection, and nobody of ours; errors of files have a system call's name. */
const isHttpError = (error: unknown): boolean =>
  error instanceof Error &&
  !(error instanceof WhatsAppError) &&
  (error.name === 'AbortError' ||
    ('code' in error && /^(?:UND_|HPE_|ECONN|EPIPE|ETIMEDOUT|ERR_)/.test(String(error.code))));
