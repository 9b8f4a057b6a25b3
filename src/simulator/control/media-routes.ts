import { typeOfContent } from '../../media/kinds';
import type { Reply } from '../http/call';
import { SimulatorError } from '../simulator-error';
import type { World } from '../world/world';

/** What a page may show as a picture. All of them are pixels: none can hold script. */
const PICTURES = ['image/jpeg', 'image/png', 'image/webp'];

/**
 * A file of the world, whoever sent it. What its first bytes show to be a picture is called that, whatever else it was said
 * to be; anything else is bytes to be saved, and nothing that a browser would open.
 *
 * @throws SimulatorError `media_not_found`
 */
export function showMedia(id: string, world: World): Reply {
  const file = world.media.get(id);
  if (file === undefined)
    throw new SimulatorError('media_not_found', `There are no media ${id}, or they are expired.`, 404);
  const type = typeOfContent(file.content) ?? '';
  return {
    status: 200,
    body: file.content,
    headers: {
      'content-type': PICTURES.includes(type) ? type : 'application/octet-stream',
      'content-disposition': 'attachment',
      'content-security-policy': "default-src 'none'; sandbox",
    },
  };
}
