import { button, el } from '../../../src/simulator/page/client/dom';
import type { HeldContent, HeldEntry } from '../../shared/trust-wire';
import { read } from './call';
import { focusName } from './keeping-focus';
import { say, sayOr } from './say';
import { timeOf } from './words';

/** Whether what messages say is shown already, and what is told when it is. */
export interface Reveal {
  isRevealed: boolean;
  onReveal(): void;
}

/** What waits for a customer. What it says is fetched only when somebody asks, who may know. */
export function heldSection(held: readonly HeldEntry[], path: string, { isRevealed, onReveal }: Reveal): HTMLElement {
  const title = el('h4', {}, say('heldMessages.title', { count: held.length }));
  if (held.length === 0) return el('section', {}, title, el('p', {}, say('heldMessages.none')));
  const places = new Map(held.map(({ id }) => [id, el('div', {})]));
  const list = el(
    'ol',
    { class: 'whatsapp-trust-waiting' },
    ...held.map((entry) => el('li', {}, ...describe(entry), places.get(entry.id))),
  );
  if (!RED.user.hasPermission('whatsapp-trust.messages')) return el('section', {}, title, list);
  const reveal = button(say('heldMessages.reveal'), () => show(), {
    class: 'red-ui-button red-ui-button-small',
    ...focusName('reveal'),
  });
  const show = async (): Promise<void> => {
    reveal.disabled = true;
    try {
      for (const { id, content } of await read<HeldContent[]>(`${path}/held`)) {
        places.get(id)?.replaceChildren(el('pre', {}, toText(content)));
      }
      reveal.remove();
      onReveal();
    } catch (error) {
      reveal.disabled = false;
      RED.notify(say('failed'), 'error');
      console.warn(error);
    }
  };
  if (isRevealed) void show();
  return el('section', {}, title, list, reveal);
}

function describe({ reason, since, until, type, policy, nodeId }: HeldEntry): HTMLElement[] {
  const node = RED.nodes.node(nodeId);
  const label = node ? RED.utils.getNodeLabel(node, nodeId) : say('heldMessages.gone');
  return [
    el('div', {}, el('b', {}, type), ' · ', sayOr('reason', reason)),
    el(
      'div',
      { class: 'whatsapp-trust-source' },
      `${say('since')} `,
      timeOf(since),
      ` · ${say('heldMessages.until')} `,
      timeOf(until),
    ),
    el('div', { class: 'whatsapp-trust-source' }, `${say('heldMessages.node')} ${label} · ${sayOr('policy', policy)}`),
  ];
}

/** The words of a text; of anything else all that it consists of. */
function toText({ type, ...content }: HeldContent['content']): string {
  const text = (content.text as { body?: unknown } | undefined)?.body;
  if (type === 'text' && typeof text === 'string') return text;
  return JSON.stringify(content[type] ?? content, null, 2);
}
