/** A node as Node-RED hands it to whoever listens for new ones. */
type AddedNode = Record<string, unknown> & {
  type: string;
  _def: { defaults: Record<string, { value: unknown }> };
};

/**
 * Gives nodes that were saved before a property was there, or were written by hand, its default as soon as the editor has
 * them: so they validate, open and are saved as new ones.
 */
export function completeOlder(type: string): void {
  RED.events.on('nodes:add', (added: AddedNode) => {
    if (added.type !== type) return;
    for (const [name, { value }] of Object.entries(added._def.defaults)) {
      if (added[name] === undefined) added[name] = structuredClone(value);
    }
  });
}
