/**
 * What the greeting of `npm start` says after a name like `Editor`.
 *
 * @throws Error when it does not have that line
 */
export function addressOf(output: string, name: string): string {
  const value = new RegExp(`^ {2}${name} +(\\S+)`, 'm').exec(output)?.[1];
  if (value === undefined) throw new Error(`The greeting has no line "${name}":\n${output}`);
  return value;
}
