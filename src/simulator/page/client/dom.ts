import { keepingFocus } from './keep-focus';

export type Child = Node | string | false | undefined;

interface Props {
  class?: string;
  /** Called on click. */
  click?: (event: MouseEvent) => void;
  [attribute: string]: unknown;
}

/**
 * Makes an element. Text becomes text nodes and attributes are set as such: nothing is ever read as HTML, whoever wrote
 * it. An attribute that is false or undefined is left out, one that is true is empty.
 */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { click, ...attributes }: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  if (click) element.addEventListener('click', click as EventListener);
  element.append(...children.filter((child): child is Node | string => child !== false && child !== undefined));
  return element;
}

/** A button that says what it does. */
export function button(label: string, click: (event: MouseEvent) => void, props: Props = {}): HTMLButtonElement {
  return el('button', { type: 'button', ...props, click }, label);
}

const shown = new WeakMap<Element, string>();

/** Renders an element's children anew only if what they show is different; the focus stays either way. */
export function show(host: Element, value: unknown, render: () => Child[]): void {
  const state = JSON.stringify(value);
  if (shown.get(host) === state) return;
  shown.set(host, state);
  keepingFocus(host, () =>
    host.replaceChildren(...render().filter((child): child is Node | string => child !== false && child !== undefined)),
  );
}
