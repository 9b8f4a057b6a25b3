/** What a log file consists of: records, and notes of which were dropped. */
export type Frame =
  | { type: 'record'; id: string; record: Buffer }
  | { type: 'note'; text: string }
  | { type: 'dropped'; ids: readonly string[] };

/** A frame as it is found in a file. Positions and sizes in bytes. */
export type FoundFrame =
  | { type: 'record'; id: string; position: number; size: number; end: number }
  | { type: 'note'; text: string; end: number }
  | { type: 'dropped'; ids: string[]; end: number };

/** A line like `r 0001-000a 512`, the bytes that it announces, and a line break. */
const HEAD = /^([rdn]) (\S*) (\d+)$/;
const LONGEST_HEAD = 256;
const END = Buffer.from('\n');

/** The bytes of a frame, in the parts that they are written from. */
export function toFrame(frame: Frame): [head: Buffer, body: Buffer, end: Buffer] {
  if (frame.type === 'record') {
    return [Buffer.from(`r ${frame.id} ${frame.record.length}\n`), frame.record, END];
  }
  if (frame.type === 'note') {
    const text = Buffer.from(frame.text);
    return [Buffer.from(`n - ${text.length}\n`), text, END];
  }
  const body = Buffer.from(frame.ids.join(' '));
  return [Buffer.from(`d - ${body.length}\n`), body, END];
}

/**
 * Finds the frames of a file, as far as they are whole: what follows a cut was never acknowledged.
 *
 * @param bytes the file from its start
 */
export async function* readFrames(bytes: AsyncIterable<Buffer>): AsyncGenerator<FoundFrame> {
  let rest: Buffer = Buffer.alloc(0);
  let position = 0;
  for await (const chunk of bytes) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let frame = takeFrame(rest, position); frame !== undefined; frame = takeFrame(rest, position)) {
      if (frame === 'broken') return;
      rest = rest.subarray(frame.end - position);
      position = frame.end;
      yield frame;
    }
  }
}

/** Undefined while more bytes are needed. */
function takeFrame(bytes: Buffer, position: number): FoundFrame | 'broken' | undefined {
  const lineEnd = bytes.subarray(0, LONGEST_HEAD).indexOf(END);
  if (lineEnd === -1) return bytes.length < LONGEST_HEAD ? undefined : 'broken';
  const [, kind, id = '', length = ''] = HEAD.exec(bytes.toString('latin1', 0, lineEnd)) ?? [];
  if (kind === undefined) return 'broken';
  const [start, size] = [lineEnd + 1, Number(length)];
  if (bytes.length < start + size + 1) return undefined;
  if (bytes[start + size] !== END[0]) return 'broken';
  const end = position + start + size + 1;
  if (kind === 'r') return { type: 'record', id, position: position + start, size, end };
  if (kind === 'n') return { type: 'note', text: bytes.toString('utf8', start, start + size), end };
  return { type: 'dropped', ids: bytes.toString('latin1', start, start + size).split(' '), end };
}
