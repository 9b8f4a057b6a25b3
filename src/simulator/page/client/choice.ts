import { el } from './dom';

/**
 * A choice among values, each with its own words.
 *
 * @param value the present one
 */
export function choice(
  label: string,
  options: Record<string, string>,
  value: string,
  choose: (value: string) => Promise<void>,
): HTMLElement {
  const all = Object.entries(options).map(([option, text]) =>
    el('option', { value: option, selected: option === value }, text),
  );
  const select = el('select', {}, ...all);
  select.addEventListener('change', () => void choose(select.value));
  return el('label', { class: 'field' }, el('span', {}, label), select);
}
