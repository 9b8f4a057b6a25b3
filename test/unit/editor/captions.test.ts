import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const nodes = join(__dirname, '..', '..', '..', 'nodes');
const read = (...path: string[]): string => readFileSync(join(nodes, ...path), 'utf8');
const types = readdirSync(nodes)
  .filter((file) => file.endsWith('.editor.ts'))
  .map((file) => file.replace(/\.editor\.ts$/, ''));

describe('captions', () => {
  for (const type of types) {
    const catalogue: unknown = JSON.parse(read('locales', 'en-US', `${type}.json`));
    const missing = (keys: string[]): string[] => keys.filter((key) => typeof find(catalogue, key) !== 'string');

    it(`of ${type} are there for all that its template shows`, () => {
      const keys = keysOfTemplate(read(`${type}.html`));
      assert.ok(keys.length > 0);
      assert.deepEqual(missing(keys), []);
    });

    it(`of ${type} are there for all that its code names in full`, () => {
      assert.deepEqual(missing([...keysOfCode(read(`${type}.editor.ts`)), ...keysOfCode(read(`${type}.ts`))]), []);
    });

    it(`of ${type} explain every choice of its dialog`, () => {
      const keys = choices(read(`${type}.html`)).map(({ property, value }) => `${type}.tip.${property}.${value}`);
      assert.deepEqual(missing(keys), []);
    });

    it(`of ${type} say every fault that its validators find`, () => {
      assert.deepEqual(missing(faults(`${type}.editor.ts`).map((fault) => `${type}.error.${fault}`)), []);
    });

    // The runtime, too, finds captions only in the catalogue of the node that asks.
    if (/'\.\/shared\/(?:config-account|number-node)'/.test(read(`${type}.ts`))) {
      it(`of ${type} say what is wrong with its account`, () => {
        assert.deepEqual(missing(keysOfCode(read('shared', 'config-account.ts'))), []);
      });
    }
  }
});

/** `[title]a.b;c.d` names two captions. */
function keysOfTemplate(html: string): string[] {
  const values = [...html.matchAll(/data-i18n="([^"]+)"/g)].map(([, value = '']) => value);
  return values.flatMap((value) => value.split(';').map((part) => part.replace(/^\[\w[\w-]*\]/, '')));
}

function keysOfCode(source: string): string[] {
  return [...source.matchAll(/'(whatsapp-[\w-]+\.[\w.]+)'/g)].map(([, key = '']) => key).filter((key) => !isFile(key));
}

const isFile = (text: string): boolean => /\.(svg|html|json)$/.test(text);

/** The options of those selects that have a sentence below them which explains the present choice. */
function choices(html: string): { property: string; value: string }[] {
  const selects = [...html.matchAll(/<select id="node-(?:config-)?input-(\w+)">([\S\s]*?)<\/select>/g)];
  return selects
    .filter(([, property]) => html.includes(`-${property}-tip"`))
    .flatMap(([, property = '', options = '']) =>
      [...options.matchAll(/<option value="(\w+)"/g)].map(([, value = '']) => ({ property, value })),
    );
}

/** The names of faults that a file, or what it imports for the editor, returns instead of null. */
function faults(...path: string[]): string[] {
  const source = read(...path);
  const imported = [...source.matchAll(/from '\.\/(?:editor\/)?([\w-]+)'/g)].map(([, name = '']) => `${name}.ts`);
  const own = [...source.matchAll(/null : '(\w+)'|'(\w+)' : null|\) return '(\w+)';/g)];
  return [...own.flatMap((match) => match.slice(1).filter(Boolean)), ...imported.flatMap((f) => faults('editor', f))];
}

function find(catalogue: unknown, key: string): unknown {
  return key
    .split('.')
    .reduce<unknown>(
      (at, part) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[part] : undefined),
      catalogue,
    );
}
