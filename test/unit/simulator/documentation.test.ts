import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HELP } from '../../../src/simulator/cli/read-arguments';
import { type ControlContext, controlRoutes } from '../../../src/simulator/control/control-routes';
import { noFaults } from '../../../src/simulator/faults';
import { defaultRules } from '../../../src/simulator/rules';
import { cleanUp, type Stage, setStage } from './support/stage';

const root = join(__dirname, '..', '..', '..');
const page = readFileSync(join(root, 'docs', 'simulator.md'), 'utf8');

/** The rows of every table whose first column is this, cell by cell. */
function rowsBelow(heading: string): string[][] {
  const tables = [...page.matchAll(new RegExp(`^\\| ${heading} \\|.*\\n\\|[-|]+\\|\\n((?:\\|.*\\n)*)`, 'gm'))];
  const lines = tables.flatMap(([, rows = '']) => rows.trim().split('\n'));
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const codesIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
const namesIn = (cells: string[][]): string[] => cells.flatMap(([first = '']) => codesIn(first)).sort();

interface DocumentedCall {
  method: string;
  path: string;
  /** The example, if it takes anything. */
  body: unknown;
  status: number;
  /** Members that the answer has at least. */
  members: string[];
  errors: string[];
}

const calls: DocumentedCall[] = rowsBelow('call').map(([call = '', takes = '', answers = '', errors = '']) => {
  const [method = '', path = ''] = (codesIn(call)[0] ?? '').split(' ');
  const [example] = codesIn(takes);
  const [, members = ''] = /`\{ ([^}]*) \}`/.exec(answers) ?? [];
  return {
    method,
    path,
    body: example === undefined ? undefined : JSON.parse(example),
    status: Number(/^\d{3}/.exec(answers)?.[0] ?? 200),
    members: members.split(', ').filter((name) => name !== '' && !name.endsWith('?')),
    errors: codesIn(errors),
  };
});

describe('the documentation of the simulator', () => {
  afterEach(cleanUp);

  const patternOf = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

  it('has every control call, and no other', () => {
    const routes = controlRoutes({} as ControlContext).map(([method, pattern]) => `${method} ${pattern}`);
    deepEqual(calls.map(({ method, path }) => `${method} ${patternOf(path)}`).sort(), routes.sort());
  });

  for (const { method, path, body, status, members } of calls.filter((call) => !call.path.endsWith('/events'))) {
    it(`tells the truth about ${method} ${path}`, async () => {
      const stage = await setStage({}, path.endsWith('/end-logins') ? { api: 'on-premises' } : {});
      const answer = await stage.control(method, pathFor(path.replace('/control', ''), stage), body);
      equal(answer.status, status, JSON.stringify(answer.body));
      deepEqual(
        members.filter((member) => !Object.hasOwn(answer.body, member)),
        [],
        'the answer lacks what is documented',
      );
    });
  }

  /** A path about somebody, or something, that there is. */
  function pathFor(path: string, { simulator: { world }, number }: Stage): string {
    for (const phone of ['+16315551001', '+16315551002']) world.addCustomer({ phone });
    // Answers are read as JSON here, and this one is the file itself.
    const media =
      path.startsWith('/media') && world.media.add(number.wabaId, 'customer', Buffer.from('{}'), 'image/png');
    return path.replace('{phone}', '+16315551001').replace('{id}', media ? media.id : number.phoneNumberId);
  }

  it('names no error that there is not, and all that control calls can have', () => {
    const files = readdirSync(join(root, 'src', 'simulator'), { recursive: true, encoding: 'utf8' });
    const sources = files
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(root, 'src', 'simulator', file), 'utf8'));
    const known = sources.flatMap((source) =>
      [...source.matchAll(/new SimulatorError\(\s*'(\w+)'/g)].map(([, code]) => code),
    );
    const general = codesIn(/besides those in the tables there are ([^.]*)/.exec(page)?.[1] ?? '');
    const documented = new Set([...calls.flatMap(({ errors }) => errors), ...general]);
    // Those that only whoever starts a simulator meets.
    const atStart = ['already_started', 'host_not_loopback', 'not_started', 'port_forbidden', 'port_in_use'];
    const wanted = new Set(['unauthorized', ...known.filter((code) => !atStart.includes(code ?? ''))]);
    deepEqual([...documented].sort(), [...wanted].sort());
  });

  it('has every rule and every fault, and their defaults first', () => {
    deepEqual(namesIn(rowsBelow('rule')), Object.keys(defaultRules).sort());
    deepEqual(namesIn(rowsBelow('fault')), Object.keys(noFaults).sort());
    for (const [names = '', meaning = ''] of rowsBelow('rule')) {
      const [name = '', ...others] = codesIn(names);
      const value = defaultRules[name as keyof typeof defaultRules];
      const first = typeof value === 'number' ? meaning.split(/[ :]/)[0]?.replaceAll(',', '') : codesIn(meaning)[0];
      equal(first, String(value), [name, ...others].join());
    }
  });

  it('has every option of the command line', () => {
    const documented = namesIn(rowsBelow('option')).map((option) => option.split(' ')[0]);
    const known = [...HELP.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, option]) => option);
    deepEqual(documented.sort(), known.sort());
    match(HELP, /WHATSAPP_SIMULATOR_TOKEN/);
    ok(page.includes('WHATSAPP_SIMULATOR_TOKEN'));
  });
});
