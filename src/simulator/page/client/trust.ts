import type { FlowView, Phone } from '../wire';
import { el } from './dom';

const MEANINGS: Record<string, string> = {
  unknown: 'no hash seen yet',
  seen: 'a hash is known, the person was never authenticated',
  trusted: 'whoever holds this hash was authenticated',
  changed: 'possibly a stranger: private messages are held',
  acknowledged: 'approved, the new hash is not known yet',
};

/** The customer's identity as it is, and as each flow sees it. */
export function identity({ identityHash, device, flows }: Phone, nameOf: (flow: FlowView) => string): HTMLElement[] {
  return [
    row(`On the phone, device ${device}`, el('code', {}, identityHash)),
    ...flows.map((flow) =>
      row(
        nameOf(flow),
        el('span', { class: 'badge', 'data-state': flow.state, title: MEANINGS[flow.state] }, flow.state),
        // Nothing is said of a hash that is the present one: it stands beside it.
        flow.hash !== null && flow.hash !== identityHash && el('code', { class: 'other' }, flow.hash),
        flow.heldMessages > 0 && el('span', { class: 'badge held' }, `${flow.heldMessages} held`),
      ),
    ),
  ];
}

function row(name: string, ...values: (Node | string | false)[]): HTMLElement {
  return el('div', {}, el('dt', {}, name), el('dd', {}, ...values));
}
