import type { Call } from '../http/call';
import { SimulatorError } from '../simulator-error';

/** The JSON object that came with a control call, read member by member. `T | undefined`: absent is undefined. */
export class Fields {
  readonly #members: Record<string, unknown>;

  /** @throws SimulatorError when the body is no JSON object. An empty body is an empty object. */
  constructor(call: Call) {
    const text = call.body.toString().trim();
    // A page of another origin cannot send this type without asking first, and the answer is no.
    if (text !== '' && !/^application\/json\b/i.test(call.headers['content-type'] ?? '')) {
      throw new SimulatorError('not_json', 'Send the body as application/json.', 415);
    }
    this.#members = text === '' ? {} : parseObject(text);
  }

  unknown(name: string): unknown {
    return this.#members[name];
  }

  text(name: string): string | undefined {
    const value = this.#members[name];
    if (value === undefined || typeof value === 'string') return value;
    throw wrong(name, 'must be a string');
  }

  requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === '') throw wrong(name, 'is required');
    return value;
  }

  flag(name: string): boolean | undefined {
    const value = this.#members[name];
    if (value === undefined || typeof value === 'boolean') return value;
    throw wrong(name, 'must be true or false');
  }

  /** Names of the members. */
  get names(): string[] {
    return Object.keys(this.#members);
  }

  /** One of these words. */
  word<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    const value = this.#members[name];
    const word = words.find((known) => known === value);
    if (value !== undefined && word === undefined) throw wrong(name, `must be one of ${words.join(', ')}`);
    return word;
  }

  /** A string, or `true` for "make one up". */
  textOrTrue(name: string): string | true | undefined {
    return this.#members[name] === true ? true : this.text(name);
  }
}

export const wrong = (name: string, what: string): SimulatorError =>
  new SimulatorError('invalid_field', `'${name}' ${what}.`);

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SimulatorError('not_json', 'The body must be a JSON object.');
  }
  return value as Record<string, unknown>;
}
