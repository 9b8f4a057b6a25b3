import { plain } from './formatting';
import type { Preview } from './preview';
import { textOf } from './text-of';

/** A file or a place: its kind, and the name that says most about it. */
export function mediaPreview(kind: string, content: Record<string, unknown>): Pick<Preview, 'media'> {
  const place = [textOf(content.latitude), textOf(content.longitude)].filter((text) => text !== '').join(', ');
  const names = [textOf(content.filename), textOf(content.name), textOf(content.address), place];
  const name = kind === 'location' ? names.filter((text) => text !== '').join('\n') : names[0];
  return { media: { kind, name: plain(name || textOf(content.link) || textOf(content.id)) } };
}
