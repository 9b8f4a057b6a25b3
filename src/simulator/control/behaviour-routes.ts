import type { Faults } from '../faults';
import type { Call, Reply } from '../http/call';
import type { MovableClock } from '../movable-clock';
import type { Rules } from '../rules';
import { Fields, wrong } from './fields';

type Check = (value: unknown) => boolean;

const isFlag: Check = (value) => typeof value === 'boolean';
const isCount: Check = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const isOneOf =
  (...words: string[]): Check =>
  (value) =>
    typeof value === 'string' && words.includes(value);

/** What each member may be: null, or an object with these members; those with a question mark may be left out. */
const isNullOr =
  (members: Record<string, Check>): Check =>
  (value) => {
    if (value === null) return true;
    if (typeof value !== 'object' || Array.isArray(value)) return false;
    const given = value as Record<string, unknown>;
    const isKnown = Object.keys(given).every(
      (name) => Object.hasOwn(members, name) || Object.hasOwn(members, `${name}?`),
    );
    const isRight = ([name, check]: [string, Check]): boolean => {
      const member = given[name.replace('?', '')];
      return (name.endsWith('?') && member === undefined) || check(member);
    };
    return isKnown && Object.entries(members).every(isRight);
  };

const isApiFault = isNullOr({
  code: isCount,
  times: isCount,
  'path?': (value) => typeof value === 'string',
  'httpStatus?': (value) => isCount(value) && Number(value) >= 200 && Number(value) <= 599,
  'subcode?': isCount,
});

const RULES: Record<keyof Rules, Check> = {
  stampStatusAt: isOneOf('sending', 'delivery'),
  stampStatusSentWithHash: isFlag,
  mismatchAnswer: isOneOf('status', 'http'),
  closedWindow: isOneOf('status', 'http', 'ignore'),
  limitSending: isFlag,
  unknownTemplates: isOneOf('accept', 'refuse'),
  numberWithoutPlus: isOneOf('prepend', 'international'),
  identityCheckMember: isOneOf('enable_identity_key_check', 'enabled'),
  advancedAccess: isFlag,
  codeLifetimeMs: isCount,
  codeRequestsPerHour: isCount,
  codeGuesses: isCount,
  loginLifetimeMs: isCount,
  contactCheck: isOneOf('real', 'always_valid'),
  contactCheckMs: isCount,
  emptyAnswer: isOneOf('null', 'object', 'nothing'),
};

const FAULTS: Record<keyof Faults, Check> = {
  duplicates: isCount,
  delayMs: isCount,
  disorderMs: isCount,
  batch: isNullOr({ size: isCount, waitMs: isCount }),
  signature: isOneOf('valid', 'wrong', 'missing'),
  apiError: isApiFault,
  onPremisesError: isApiFault,
};

/** Changes some of the rules and answers with all. */
export const changeRules = (call: Call, rules: Rules): Reply => change(call, rules, RULES);

/** Changes some of the faults and answers with all. */
export const changeFaults = (call: Call, faults: Faults): Reply => change(call, faults, FAULTS);

/** Moves the time on, and answers what time it is then. */
export function moveClock(call: Call, clock: MovableClock): Reply {
  const forwardMs = new Fields(call).unknown('forwardMs');
  if (!isCount(forwardMs)) throw wrong('forwardMs', 'must be a whole number of milliseconds: time only moves on');
  clock.moveOn(Number(forwardMs));
  return { status: 200, body: { now: new Date(clock.now()).toISOString() } };
}

function change(call: Call, target: object, checks: Record<string, Check>): Reply {
  const fields = new Fields(call);
  const changes = fields.names.map((name): [string, unknown] => [name, fields.unknown(name)]);
  for (const [name, value] of changes) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (!check) throw wrong(name, 'does not exist');
    if (!check(value)) throw wrong(name, 'cannot have this value');
  }
  Object.assign(target, Object.fromEntries(changes));
  return { status: 200, body: target };
}
