import type { Node } from 'node-red';

/** Logs warnings of a node when they are not those of the time before: a flow that asks regularly is told once. */
export class WarnOnChange {
  readonly #node: Pick<Node, 'warn'>;
  #last: readonly string[] = [];

  constructor(node: Pick<Node, 'warn'>) {
    this.#node = node;
  }

  warn(warnings: readonly string[]): void {
    for (const warning of warnings) if (!this.#last.includes(warning)) this.#node.warn(warning);
    this.#last = warnings;
  }
}
