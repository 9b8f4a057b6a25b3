import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { Account } from '../src/account';
import { LARGEST_MEDIA } from '../src/media/kinds';
import { toMediaId } from '../src/media/media-id';
import { type Downloaded, loadMedia, saveMedia } from '../src/media/save-media';
import { toUpload } from '../src/media/upload-source';
import { InputError } from '../src/platform/errors';
import { type NumberResult, serveNumber } from './shared/number-node';
import type { Incoming } from './shared/on-input';
import { pickOperation } from './shared/pick-operation';
import { readSetting } from './shared/read-setting';

interface MediaConfig extends NodeDef {
  account: string;
  operation?: string;
  /** The file to upload, of type `str` or `env`: never from a message. */
  file?: string;
  fileType?: string;
  /** Where a download goes: `buffer` or `file`. */
  destination?: string;
  /** The folder of downloads, typed like `file`. */
  folder?: string;
  folderType?: string;
  /** MB of a download at most. */
  limit?: number | string;
}

/** What a flow may set on the message. */
interface MediaInput extends Incoming {
  operation?: unknown;
  mediaId?: unknown;
  mimeType?: unknown;
  filename?: unknown;
  caption?: unknown;
}

interface Request {
  msg: MediaInput;
  file: string;
  folder: string;
  toFile: boolean;
  maxBytes: number;
  operate: Operation;
}

type Operation = (account: Account, request: Request) => Promise<NumberResult>;

const OPERATIONS: Readonly<Record<string, Operation>> = { upload, download, info, delete: remove };

module.exports = (RED: NodeAPI): void => {
  function MediaConstructor(this: Node, config: MediaConfig): void {
    RED.nodes.createNode(this, config);
    serveNumber<Request>(RED, this, {
      accountId: config.account,
      toRequest: async (msg: MediaInput) => ({
        msg,
        operate: pickOperation(OPERATIONS, String(msg.operation ?? (config.operation || 'download'))),
        file: await pathOf(RED, this, { value: config.file, type: config.fileType }, 'file'),
        folder: await pathOf(RED, this, { value: config.folder, type: config.folderType }, 'folder'),
        toFile: config.destination === 'file',
        maxBytes: toBytes(config.limit),
      }),
      operate: async (account, request) => {
        try {
          return await request.operate(account, request);
        } finally {
          // Whatever became of it: an open file or connection must not stay.
          if (request.msg.payload instanceof Readable) request.msg.payload.destroy();
        }
      },
    });
  }

  RED.nodes.registerType('whatsapp-media', MediaConstructor);
};

/** A path is for whoever builds the flow to choose: a message may come from a stranger. */
async function pathOf(
  RED: NodeAPI,
  node: Node,
  setting: { value: string | undefined; type: string | undefined },
  what: string,
): Promise<string> {
  if (!['str', 'env', undefined, ''].includes(setting.type)) {
    throw new InputError(
      'setting_failed',
      `The node's ${what} must be a text or an environment variable, never a part of the message.`,
      `Choose the ${what} in the node.`,
    );
  }
  const path = await readSetting(RED, node, setting, {}, what);
  if (path === undefined || path === '') return '';
  const { fileWorkingDirectory } = RED.settings as { fileWorkingDirectory?: string };
  return resolve(fileWorkingDirectory || '.', String(path));
}

const MB = 1024 * 1024;

function toBytes(limit: number | string | undefined): number {
  const bytes = Number(limit || LARGEST_MEDIA / MB) * MB;
  if (bytes > 0 && bytes <= LARGEST_MEDIA) return bytes;
  throw new InputError(
    'setting_failed',
    `The node's limit must be a number of MB above 0, at most ${LARGEST_MEDIA / MB}.`,
    'Correct the limit in the node.',
  );
}

async function upload({ platform }: Account, { msg, file }: Request): Promise<NumberResult> {
  const { kind, ...source } = await toUpload({
    file,
    content: msg.payload,
    ...textOf('mimeType', msg.mimeType),
    ...textOf('filename', msg.filename),
  });
  try {
    const id = await platform.uploadMedia(source);
    const { size, mimeType, filename } = source;
    const named = kind === 'document' ? { filename } : {};
    const caption = kind === 'audio' || kind === 'sticker' ? {} : textOf('caption', msg.caption);
    return {
      topic: 'uploaded',
      payload: { type: kind, [kind]: { id, ...caption, ...named } },
      whatsapp: { media: { id, kind, mimeType, ...(size === undefined ? {} : { size }) } },
    };
  } finally {
    if (source.content instanceof Readable) source.content.destroy();
  }
}

async function download({ platform }: Account, { msg, folder, toFile, maxBytes }: Request): Promise<NumberResult> {
  const id = idOf(msg);
  if (!toFile) {
    const { content, ...media } = await loadMedia(platform, id, maxBytes);
    return { topic: 'downloaded', payload: content, whatsapp: { media: toView(media) } };
  }
  if (folder === '') {
    throw new InputError('folder_missing', 'The node has no folder for downloads.', 'Choose a folder in the node.');
  }
  const { path, ...media } = await saveMedia(platform, id, { folder, maxBytes });
  return { topic: 'downloaded', payload: path, whatsapp: { media: { ...toView(media), path } } };
}

async function info({ platform }: Account, { msg }: Request): Promise<NumberResult> {
  const media = await platform.mediaInfo(idOf(msg));
  return { topic: 'info', payload: { ...media, urlExpiresAt: new Date(Date.now() + URL_LIFE_MS).toISOString() } };
}

async function remove({ platform }: Account, { msg }: Request): Promise<NumberResult> {
  const id = idOf(msg);
  await platform.deleteMedia(id);
  return { topic: 'deleted', payload: { id } };
}

/** An address of media is good for five minutes. */
const URL_LIFE_MS = 300_000;

const idOf = (msg: MediaInput): string => toMediaId(msg.mediaId ?? msg.payload);

/** The address is nothing for a message that goes through a flow: it lives for minutes. */
function toView({ url: _, ...media }: Downloaded): Omit<Downloaded, 'url'> {
  return media;
}

const textOf = <Name extends string>(name: Name, value: unknown): Partial<Record<Name, string>> =>
  typeof value === 'string' && value !== '' ? ({ [name]: value } as Record<Name, string>) : {};
