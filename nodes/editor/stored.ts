/** What Node-RED shows in the place of a stored password. */
export const isStored = (value: string): boolean => value === '__PWRD__';
