const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g;

/** The placeholders of a text, each once: numbers by their size, names in the order in which they come. */
export function placeholdersIn(text: string): string[] {
  const names = [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name))];
  return names.every((name) => /^\d+$/.test(name)) ? names.sort((one, other) => Number(one) - Number(other)) : names;
}

/** The text with what stands for each placeholder. */
export const fillPlaceholders = (text: string, insteadOf: (name: string) => string): string =>
  text.replace(PLACEHOLDER, (_whole, name: string) => insteadOf(name));
