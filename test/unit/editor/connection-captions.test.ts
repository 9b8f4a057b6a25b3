import { equal, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDirectory } from '../../harness/node-red';

interface Captions {
  part: Record<string, string>;
  finding: Record<string, string>;
  advice: Record<string, string>;
  detail: Record<string, string>;
}

const locales = join(projectDirectory, 'nodes', 'locales');
const source = (folder: string): string[] =>
  readdirSync(join(projectDirectory, 'src', folder)).map((file) =>
    readFileSync(join(projectDirectory, 'src', folder, file), 'utf8'),
  );

/** The members of a union of texts, as its source has them. */
function membersOf(union: string, texts: readonly string[]): string[] {
  const [text] = texts.flatMap((one) => new RegExp(`export type ${union} =([^;]+);`).exec(one)?.[1] ?? []);
  return [...(text ?? '').matchAll(/'(\w+)'/g)].flatMap(([, member]) => member ?? []);
}

describe('what the test of a connection finds', () => {
  const texts = source('connection');
  for (const language of readdirSync(locales)) {
    const file = readFileSync(join(locales, language, 'whatsapp-account.json'), 'utf8');
    const captions: Captions = JSON.parse(file)['whatsapp-account'].connection;

    it(`has a caption for everything in ${language}`, () => {
      for (const [union, kind] of [
        ['Part', 'part'],
        ['Discovery', 'finding'],
        ['Detail', 'detail'],
      ] as const) {
        const members = membersOf(union, texts);
        ok(members.length > 5, `no members of ${union} were found`);
        for (const member of members) ok(captions[kind][member], `${kind}.${member}`);
        equal(Object.keys(captions[kind]).length, members.length, `${kind} has captions that nobody needs`);
      }
    });

    it(`has an advice for whatever is not good in ${language}`, () => {
      const codes = texts.flatMap((text) =>
        [...text.matchAll(/discovered\('\w+', '(?:hint|fault)', '(\w+)'/g)].flatMap(([, code]) => code ?? []),
      );
      ok(codes.length > 5);
      for (const code of codes) ok(captions.advice[code], code);
    });
  }
});
