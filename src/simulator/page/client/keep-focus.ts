/** What can have the focus. */
const FOCUSABLE =
  'button:not(:disabled), a[href], input:not(:disabled), select, textarea:not(:disabled), summary, [tabindex="0"]';

/**
 * Changes what is in an element, and sees to it that the focus stays: on the same control, or on the one that took its
 * place, or else on what is next to it. Without this, a page that follows the world by itself throws whoever uses the
 * keyboard back to its top.
 */
export function keepingFocus(host: Element, change: () => void): void {
  const focused = document.activeElement;
  if (focused === null || focused === host || !host.contains(focused)) {
    change();
    return;
  }
  const trail = trailTo(focused, host);
  const selection = selectionOf(focused);
  change();
  if (document.activeElement === focused) return;
  const successor = host.contains(focused) ? focused : follow(host, trail);
  const near = successor ?? host.querySelector(FOCUSABLE) ?? host.closest('section, aside')?.querySelector(FOCUSABLE);
  if (!(near instanceof HTMLElement)) return;
  near.focus({ preventScroll: true });
  if (selection && isTextField(near)) near.setSelectionRange(...selection);
}

/** Names of the elements on the way down: what each is called, and which of its siblings it is. */
function trailTo(element: Element, host: Element): { key: string | null; index: number }[] {
  const trail: { key: string | null; index: number }[] = [];
  for (let at = element; at !== host && at.parentElement; at = at.parentElement) {
    trail.unshift({ key: keyOf(at), index: [...at.parentElement.children].indexOf(at) });
  }
  return trail;
}

function follow(host: Element, trail: readonly { key: string | null; index: number }[]): Element | null {
  let at: Element = host;
  for (const { key, index } of trail) {
    const children = [...at.children];
    const next = (key === null ? undefined : children.find((child) => keyOf(child) === key)) ?? children[index];
    if (next === undefined) return null;
    // What was open on the way stays open.
    if (next instanceof HTMLDetailsElement && trail.length > 1) next.open = true;
    at = next;
  }
  return at.matches(FOCUSABLE) ? at : at.querySelector(FOCUSABLE);
}

const keyOf = (element: Element): string | null =>
  element.getAttribute('data-id') ?? element.getAttribute('data-action');

const isTextField = (element: Element): element is HTMLInputElement | HTMLTextAreaElement =>
  element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && element.type !== 'checkbox');

function selectionOf(element: Element): [number, number] | undefined {
  if (!isTextField(element)) return undefined;
  const { selectionStart, selectionEnd } = element;
  return selectionStart === null || selectionEnd === null ? undefined : [selectionStart, selectionEnd];
}
