/** What is wrong with a value: the last part of a caption's key (`<node type>.error.<fault>`), or null. */
export type Fault = string | null;

interface Captioned {
  type: string;
  _(key: string): string;
}

/**
 * Turns a search for faults into a validator that says why. Node-RED takes a string for a reason only from validators
 * that declare two parameters, and does not ask at all where the value is `${NAME}`.
 *
 * @param findFault gets the value as text: a dialog hands in strings, a flow whatever was stored
 */
export function explained<Node extends Captioned>(findFault: (value: string, node: Node) => Fault) {
  return function validate(this: Node, value: unknown, _options: object): true | string {
    const fault = findFault(toText(value), this);
    return fault === null ? true : this._(`${this.type}.error.${fault}`);
  };
}

function toText(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}
