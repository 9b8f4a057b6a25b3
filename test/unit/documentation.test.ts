import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { CATALOGUE } from '../../src/platform/catalogue';
import type { CatalogueEntry } from '../../src/platform/codes/entry';
import { RANGES } from '../../src/platform/codes/features';
import { ON_PREMISES_RANGES } from '../../src/platform/codes/on-premises';

const root = join(__dirname, '..', '..');
const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...pagesBelow('docs')];

describe('the documentation', () => {
  for (const page of pages) {
    it(`has in ${page} no link that leads nowhere`, () => {
      const links = linksOf(readFileSync(join(root, page), 'utf8')).filter((link) => !/^\w+:/.test(link));
      assert.deepEqual(
        links.filter((link) => !resolves(page, link)),
        [],
      );
    });
  }

  it('is within reach of the README, page by page', () => {
    const reached = new Set(['README.md']);
    for (const page of reached) {
      for (const link of linksOf(readFileSync(join(root, page), 'utf8'))) {
        const target = join(dirname(page), link.replace(/#.*/, ''));
        if (pages.includes(target)) reached.add(target);
      }
    }
    assert.deepEqual(
      pages.filter((page) => !reached.has(page)),
      [],
    );
  });
});

describe('the page of error codes', () => {
  const page = readFileSync(join(root, 'docs', 'errors.md'), 'utf8').split('\n');
  const entries = [
    ...Object.entries(CATALOGUE),
    ...[...RANGES, ...ON_PREMISES_RANGES].map(({ from, to, entry }) => [`${from} to ${to}`, entry] as const),
  ];

  for (const [codes, entry] of entries) {
    it(`explains ${codes}`, () => {
      const row = toRow(codes, entry);
      assert.ok(page.includes(row), `It lacks this row:\n${row}`);
    });
  }

  it('explains nothing else', () => {
    assert.equal(page.filter((line) => /^\| \d/.test(line)).length, entries.length);
  });
});

const AGAIN = { backoff: 'yes', wait: 'later', never: 'no' };

function toRow(codes: string, { name, meaning, retry, waitSeconds, advice }: CatalogueEntry): string {
  const wait = waitSeconds === undefined ? '' : `, after ${waitSeconds} s`;
  return `| ${codes} | \`${name}\` | ${meaning} | ${AGAIN[retry]}${wait} | ${advice} |`;
}

describe('the cookbook', () => {
  const examples = readdirSync(join(root, 'examples')).filter((file) => file.endsWith('.json'));
  for (const example of examples.map((file) => file.replace(/\.json$/, ''))) {
    it(`has a page for ${example}, with a picture of the flow`, () => {
      const page = readFileSync(join(root, 'docs', 'cookbook', `${example}.md`), 'utf8');
      assert.ok(page.includes(`](../images/${example}.png)`), 'it shows no picture');
      const picture = readFileSync(join(root, 'docs', 'images', `${example}.png`));
      assert.equal(picture.toString('latin1', 1, 4), 'PNG');
      const [width, height] = [picture.readUInt32BE(16), picture.readUInt32BE(20)];
      assert.ok(width >= 800 && width <= 1400 && height <= 1300, `It is ${width} × ${height}.`);
      assert.ok(picture.length < 250_000, `It has ${picture.length} bytes.`);
    });
  }

  it('has no page of an example that is gone', () => {
    const named = pagesBelow(join('docs', 'cookbook')).map((page) => `${parse(page).name}.json`);
    assert.deepEqual(named.sort(), examples.sort());
  });
});

function pagesBelow(folder: string): string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.md')).map((file) => join(folder, file));
}

function linksOf(markdown: string): string[] {
  const prose = markdown.replace(/^```[\S\s]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
}

/** Whether there is such a file, and in it the heading. */
function resolves(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const file = path === '' ? join(root, page) : join(root, dirname(page), path);
  if (!existsSync(file)) return false;
  return anchor === undefined || anchorsOf(readFileSync(file, 'utf8')).includes(anchor);
}

/** As GitHub names them: lower case, hyphens for spaces, and nothing else but letters and digits. */
function anchorsOf(markdown: string): string[] {
  const headings = [...markdown.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
