import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const locales = join(__dirname, '..', '..', '..', 'nodes', 'locales');
const ORIGINAL = 'en-US';
const languages = readdirSync(locales).filter((language) => language !== ORIGINAL);
const read = (language: string, file: string): string => readFileSync(join(locales, language, file), 'utf8');

/** What is the same word everywhere: names, units, and what has no words. */
const SAME_WORD =
  /^(?:API|Cloud API|On-Premises API|webhook in|[Ww]ebhooks?|Token|Status|TLS|SMS|PIN|ID|Latitude|Longitude|Link|Sticker|Emoji|Audio|Hash(?:es)?|[MK]B|s)$/;
const NO_WORDS = /^[^a-z]*$/;

describe('the translations', () => {
  it('are Spanish and Portuguese, at least', () => {
    assert.deepEqual(
      ['es-ES', 'pt-BR'].filter((language) => !languages.includes(language)),
      [],
    );
  });

  for (const language of languages) {
    it(`have all files in ${language}`, () => {
      assert.deepEqual(readdirSync(join(locales, language)).sort(), readdirSync(join(locales, ORIGINAL)).sort());
    });
  }

  for (const file of readdirSync(join(locales, ORIGINAL))) {
    for (const language of languages) {
      if (file.endsWith('.json')) describeCaptions(language, file);
      else describeHelp(language, file);
    }
  }
});

function describeCaptions(language: string, file: string): void {
  const original = captions(ORIGINAL, file);
  const translated = captions(language, file);

  it(`have in ${language} every caption of ${file}, and no other`, () => {
    assert.deepEqual([...translated.keys()].sort(), [...original.keys()].sort());
  });

  it(`have in ${language} what the captions of ${file} leave open and name`, () => {
    const differing = [...original].filter(([key, text]) => {
      const other = translated.get(key);
      return other !== undefined && String(placeholders(other)) !== String(placeholders(text));
    });
    assert.deepEqual(
      differing.map(([key]) => key),
      [],
    );
  });

  it(`have in ${language} statuses of ${file} that fit below a node`, () => {
    const statuses = [...translated].filter(([key]) => /\.status\./.test(key)).map(([, text]) => text);
    assert.deepEqual(
      statuses.filter((text) => text.replace(/__\w+__/g, '00').length > 20),
      [],
    );
  });

  it(`leave no caption of ${file} empty or in English, in ${language}`, () => {
    const left = [...translated].filter(([key, text]) => {
      const words = text.replace(/__\w+__/g, '').trim();
      if (text.trim() === '') return true;
      return text === original.get(key) && !SAME_WORD.test(words) && !NO_WORDS.test(words);
    });
    assert.deepEqual(
      left.map(([key]) => key),
      [],
    );
  });
}

function describeHelp(language: string, file: string): void {
  const original = read(ORIGINAL, file);
  const translated = read(language, file);
  const same = (part: (help: string) => string[]): void => assert.deepEqual(part(translated), part(original));

  it(`have in ${language} the same sections, rows, properties and links in ${file}`, () => {
    same((help) => [...help.matchAll(/^#+|^\| (?!-)|^\d\. |^- |^```$/gm)].map(([mark]) => mark));
    same(properties);
    same((help) => [...help.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link));
  });

  it(`have in ${language} all that ${file} names in code`, () => {
    same((help) => [...new Set(codes(help))].sort());
  });

  it(`leave no paragraph of ${file} in English, in ${language}`, () => {
    const sentences = new Set(prose(original));
    assert.deepEqual(
      prose(translated).filter((sentence) => sentences.has(sentence)),
      [],
    );
  });
}

/** Each caption by its path, like `whatsapp-store.label.name`. */
function captions(language: string, file: string): Map<string, string> {
  const all = new Map<string, string>();
  const visit = (value: unknown, path: string): void => {
    if (typeof value === 'string') all.set(path, value);
    else for (const [key, inner] of Object.entries(value as object)) visit(inner, path === '' ? key : `${path}.${key}`);
  };
  visit(JSON.parse(read(language, file)), '');
  return all;
}

const placeholders = (text: string): string[] => (text.match(/__\w+__|\{\{\w+\}\}|msg\.\w+/g) ?? []).sort();

/**
 * Rows like `: payload (object) : what it is`, by name. Node-RED ends the list at a row with another colon, or without a
 * type, so each has to read just so.
 */
function properties(help: string): string[] {
  return [...help.matchAll(/^:.*$/gm)].map(([row]) => {
    const [, name, types] = /^: ([^:()]+) \(([^:()]+)\) : [^:]+$/.exec(row) ?? [];
    assert.ok(name !== undefined && types !== undefined, `Node-RED would not read this row: ${row}`);
    return `${name} (${types.split('|').length})`;
  });
}

/** Names of properties, values and codes. Examples may differ: a language, an address, a folder. */
function codes(help: string): string[] {
  const quoted = [...help.replace(/```[\S\s]*?```/g, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  return quoted.filter(
    (code) => /^[a-zA-Z][\w.]+$/.test(code) && !/^[a-z]{2}(?:_[A-Z]{2})?$/.test(code) && !/^[A-Z]{2}$/.test(code),
  );
}

/** Lines of text, from four words on. */
function prose(help: string): string[] {
  const lines = help.replace(/```[\S\s]*?```/g, '').split('\n');
  return lines.filter((line) => !/^[<|:#]|\]\(/.test(line) && (line.match(/\b[a-z]+\b/g) ?? []).length > 3);
}
