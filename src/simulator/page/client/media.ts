import { request } from './api';
import { button, el } from './dom';
import { attempt } from './toast';

/** Pictures that are kept in memory. */
const KEPT = 100;

const addresses = new Map<string, Promise<string>>();

/** A picture of the chat. It is fetched with the login, and what the simulator does not know for a picture is not shown. */
export function picture(id: string, description: string, instead: () => HTMLElement): HTMLElement {
  const image = el('img', { class: 'picture', alt: description });
  addressOf(id).then(
    (address) => image.setAttribute('src', address),
    () => image.replaceWith(instead()),
  );
  return image;
}

/** Saves a file of the chat under its name. */
export function downloadButton(id: string, name: string): HTMLElement {
  const save = async (): Promise<void> => {
    const response = await request('GET', `media/${encodeURIComponent(id)}`);
    // Nothing that the browser would open, whatever is in it.
    const file = new Blob([await response.arrayBuffer()], { type: 'application/octet-stream' });
    const address = URL.createObjectURL(file);
    el('a', { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  };
  return button('Save', () => void attempt(save()), { class: 'small quiet', 'aria-label': `Save ${name}` });
}

function addressOf(id: string): Promise<string> {
  const known = addresses.get(id);
  if (known !== undefined) return known;
  const address = fetchPicture(id);
  addresses.set(id, address);
  // What failed may be there the next time.
  address.catch(() => addresses.delete(id));
  for (const [oldest, its] of addresses) {
    if (addresses.size <= KEPT) break;
    addresses.delete(oldest);
    its.then((url) => URL.revokeObjectURL(url)).catch(() => {});
  }
  return address;
}

async function fetchPicture(id: string): Promise<string> {
  const response = await request('GET', `media/${encodeURIComponent(id)}`);
  const type = response.headers.get('content-type') ?? '';
  if (!/^image\/(?:jpeg|png|webp)$/.test(type)) throw new Error(`${type} is not shown as a picture.`);
  return URL.createObjectURL(new Blob([await response.arrayBuffer()], { type }));
}
