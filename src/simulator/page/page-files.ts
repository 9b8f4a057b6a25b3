import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failure, type Reply } from '../http/call';

/** Who lets somebody in: whoever has the control token, or Node-RED's editor. */
export type Access = 'token' | 'editor';

const TYPES: Record<string, string> = {
  'index.html': 'text/html; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
};

/** Whatever a stranger manages to bring onto the page, it is no script, and reaches nobody. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  // Pictures of chats are fetched with the login, and shown from memory.
  "img-src 'self' data: blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A file of the page. They hold nothing of the world: whoever has them sees an empty page. */
export function pageFile(name: string, access: Access): Reply {
  const file = name === '' ? 'index.html' : name;
  const type = Object.hasOwn(TYPES, file) ? TYPES[file] : undefined;
  if (type === undefined) return failure(404, 'not_found', `There is no ${file}.`);
  const text = readFileSync(join(__dirname, file), 'utf8');
  return {
    status: 200,
    body: Buffer.from(file === 'index.html' ? text.replace('data-access=""', `data-access="${access}"`) : text),
    headers: {
      'content-type': type,
      'content-security-policy': POLICY,
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    },
  };
}
