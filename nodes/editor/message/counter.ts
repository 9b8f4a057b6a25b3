import type { Usage } from '../../../src/messages/validation/measure';
import { isBeyond } from './field-usages';

/** Shows below a field how much of its limits is used: `12 / 1,024 characters`, in red beyond it. */
export function showUsages(node: EditorNode, place: JQuery, usages: readonly Usage[]): void {
  place.empty();
  for (const usage of usages) {
    $('<span>').text(usageText(node, usage)).toggleClass('whatsapp-beyond', isBeyond(usage)).appendTo(place);
  }
}

/** A usage in words. Of a list's texts it says which kind of text it is. */
export function usageText(node: EditorNode, { used, most, unit, path }: Usage): string {
  const part = unit === 'characters' ? /\[\d+\].*\.(title|description|id)$/.exec(path)?.[1] : unit;
  const words = node._(`${node.type}.counter.${part ?? unit}`);
  return `${used.toLocaleString()} / ${most.toLocaleString()} ${words}`;
}
