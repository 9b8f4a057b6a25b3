const NAME = 'data-focus';

/** What the focus is found again by, once something is shown anew. */
export const focusName = (name: string): { [NAME]: string } => ({ [NAME]: name });

/** Shows something anew: if the focus was in it, it then is on what has the same name. */
export function keepingFocus(host: HTMLElement, render: () => void): void {
  const { activeElement } = document;
  const name = host.contains(activeElement) ? activeElement?.getAttribute(NAME) : null;
  render();
  if (name && !host.contains(document.activeElement)) focusOn(host, name);
}

/** Puts the focus on what has this name, if it is there. */
export function focusOn(host: HTMLElement, name: string): void {
  // Names may be anything that others are called: they are compared, and not put into a selector.
  const all = [...host.querySelectorAll<HTMLElement>(`[${NAME}]`)];
  all.find((element) => element.getAttribute(NAME) === name)?.focus();
}
