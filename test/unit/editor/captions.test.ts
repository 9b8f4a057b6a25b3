import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TRUST_STATES } from '../../../src/identity/verdict';
import { ownPackage } from '../../harness/node-red';

const nodes = join(__dirname, '..', '..', '..', 'nodes');
const read = (...path: string[]): string => readFileSync(join(nodes, ...path), 'utf8');
const types = readdirSync(nodes)
  .filter((file) => file.endsWith('.editor.ts'))
  .map((file) => file.replace(/\.editor\.ts$/, ''));
const plugins = Object.keys(ownPackage['node-red'].plugins ?? {});

describe('captions', () => {
  for (const type of types) {
    const catalogue: unknown = JSON.parse(read('locales', 'en-US', `${type}.json`));
    const missing = (keys: string[]): string[] => keys.filter((key) => typeof find(catalogue, key) !== 'string');

    it(`of ${type} are there for all that its template shows`, () => {
      const keys = keysOfTemplate(read(`${type}.html`));
      assert.equal(keys.length > 0, !plugins.includes(type), 'a plugin makes its elements itself');
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

describe('captions of the trust sidebar', () => {
  const catalogue: unknown = JSON.parse(read('locales', 'en-US', 'whatsapp-trust.json'));
  const folder = join(nodes, 'editor', 'trust');
  const source = readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  const isThere = (key: string): boolean => typeof find(catalogue, `whatsapp-trust.${key}`) === 'string';
  const literal = [...source.matchAll(/\bsay\(\s*'([\w.]+)'/g)].map(([, key = '']) => key);

  it('are there for all that its code names in full', () => {
    assert.ok(literal.length > 30);
    assert.deepEqual(
      literal.filter((key) => !isThere(key)),
      [],
    );
  });

  it('are there for all that its code puts together', () => {
    const changes = ['acknowledge', 'revoke', 'forget'];
    const keys = [
      ...TRUST_STATES.flatMap((state) => [`state.${state}`, `meaning.${state}`]),
      ...changes.flatMap((change) => ['button', 'title', 'done'].map((part) => `${change}.${part}`)),
      ...[
        'acknowledge.blind',
        'acknowledge.effect',
        'page.back',
        'page.next',
        'empty.search',
        'empty.customers',
        'empty.webhook',
      ],
      ...['hash', 'firstSeen', 'lastSeen'].map((column) => `hashes.${column}`),
      ...['userId', 'since', 'lastEvidence', 'hash', 'related'],
      ...['identity_changed', 'identity_unknown', 'identity_mismatch'].map((reason) => `reason.${reason}`),
      ...['same', 'authenticated', 'whoever'].map((policy) => `policy.${policy}`),
      ...['hash_changed', 'hash_mismatch', 'identity_changed', 'number_changed', 'user_id_changed'].map(
        (w) => `audit.${w}`,
      ),
      ...['evidence', 'acknowledged', 'revoked', 'sent_unguarded'].map((what) => `audit.${what}`),
    ];
    assert.deepEqual(
      keys.filter((key) => !isThere(key)),
      [],
    );
  });
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
