// From the private use area: no keyboard has them, and no message.
const BEGIN = '\uE000';
const END = '\uE001';
const EXPRESSION = new RegExp(`${BEGIN}([^${END}]*)${END}`, 'g');

/** What stands in a message for a value that is known only when a message comes: `msg.payload` as such. */
export const asExpression = (text: string): string => `${BEGIN}${text.replaceAll(/[\uE000\uE001]/g, '')}${END}`;

/** The text with each expression replaced, and the expressions in their order. */
export function takeExpressions(text: string, standIn: string): { text: string; expressions: string[] } {
  const expressions: string[] = [];
  const rest = text.replace(EXPRESSION, (_whole, expression: string) => {
    expressions.push(expression);
    return standIn;
  });
  return { text: rest, expressions };
}

/** The characters of a text that are known already. */
export const fixedLength = (text: string): number => [...takeExpressions(text, '').text].length;
