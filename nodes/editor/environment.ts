/** Whether Node-RED replaces this value by that of an environment variable before the node sees it. */
export function isEnvironmentReference(value: string): boolean {
  return /^\$\{\S+\}$/.test(value) || /^\$\(\S+\)$/.test(value);
}
