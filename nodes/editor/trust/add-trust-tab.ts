import { TRUST_CHANGED } from '../../shared/trust-wire';
import { say } from './say';
import { createTrustSidebar } from './trust-sidebar';

const TAB = 'whatsapp-trust';

/** Adds the trust sidebar to the editor. It asks the runtime only while it can be seen. */
export function addTrustTab(): void {
  const { element, refresh } = createTrustSidebar();
  let isSeen = false;
  let isStale = true;
  const look = (): void => {
    if (!isSeen || document.hidden) return;
    isStale = false;
    void refresh();
  };
  RED.sidebar.addTab({
    id: TAB,
    label: say('label'),
    name: say('name'),
    iconClass: 'fa fa-shield',
    action: 'whatsapp-trust:show',
    enableOnEdit: true,
    content: element,
  });
  RED.actions.add('whatsapp-trust:show', () => RED.sidebar.show(TAB), { label: say('show') });
  new IntersectionObserver((entries) => {
    isSeen = entries.some(({ isIntersecting }) => isIntersecting);
    if (isStale) look();
  }).observe(element);
  document.addEventListener('visibilitychange', () => {
    if (isStale) look();
  });
  RED.comms.subscribe(TRUST_CHANGED, () => {
    isStale = true;
    look();
  });
}
