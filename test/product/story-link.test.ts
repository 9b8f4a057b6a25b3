import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDirectory } from '../harness/node-red';

interface FunctionNode {
  type: string;
  name: string;
  func: string;
}

type Message = Record<string, unknown>;

const FIFTEEN_MINUTES = 15 * 60_000;
const nodes: FunctionNode[] = JSON.parse(
  readFileSync(join(projectDirectory, 'examples', 're-authentication.json'), 'utf8'),
);

/** The function nodes of the flow, on a clock of the test's own. */
function openFlow() {
  let now = Date.UTC(2026, 0, 1);
  const context = new Map<string, unknown>();
  const flow = {
    get: (key: string) => context.get(key),
    set: (key: string, value: unknown) => context.set(key, value),
  };
  const run = (name: string, msg: Message): unknown => {
    const node = nodes.find((candidate) => candidate.type === 'function' && candidate.name === name);
    assert.ok(node, `There is no function node "${name}"`);
    const body = new Function('msg', 'flow', 'crypto', 'Date', node.func);
    return body(msg, flow, crypto, { now: () => now });
  };
  const change = {
    customer: { id: '16315551001' },
    changeId: 'a change',
    record: { name: 'Ana', email: 'ana@example.com' },
  };
  return {
    context,
    pass: (ms: number) => (now += ms),
    /** Link and code of an e-mail; null when none is sent. */
    ask(more: Message = {}) {
      const made = run('make link and code', { ...change, ...more }) as [Message, Message] | null;
      return made === null ? null : { token: String(made[1].link).replace('confirm/', ''), code: String(made[1].code) };
    },
    look: (token: string) => (run('is the link good?', { req: { params: { token } } }) as Message).statusCode ?? 200,
    /** What the acknowledgement is given, or the status of the page that says why not. */
    confirm(token: string, code: unknown) {
      const [page, right] = run('is the code right?', { req: { params: { token } }, payload: { code } }) as [
        Message | null,
        Message | null,
      ];
      return right === null ? page?.statusCode : { to: right.to, changeId: right.changeId };
    },
  };
}

describe('the link in the e-mail', () => {
  it('is bound to one customer and one change, and good for one use', () => {
    const flow = openFlow();
    const mail = flow.ask();
    assert.ok(mail);
    assert.equal(flow.look(mail.token), 200);
    assert.deepEqual(flow.confirm(mail.token, ` ${mail.code.slice(0, 3)} ${mail.code.slice(3)}`), {
      to: { id: '16315551001' },
      changeId: 'a change',
    });
    assert.equal(flow.confirm(mail.token, mail.code), 410);
    assert.equal(flow.look(mail.token), 410);
  });

  it('expires after fifteen minutes, and not before', () => {
    const flow = openFlow();
    const mail = flow.ask();
    assert.ok(mail);
    flow.pass(FIFTEEN_MINUTES - 1);
    assert.equal(flow.look(mail.token), 200);
    assert.equal(flow.ask(), null, 'a second e-mail while the first is good');
    flow.pass(1);
    assert.equal(flow.look(mail.token), 410);
    assert.equal(flow.confirm(mail.token, mail.code), 410);
    flow.pass(1);
    const next = flow.ask();
    assert.ok(next);
    assert.equal((flow.context.get('proofs') as object) && Object.keys(flow.context.get('proofs') as object).length, 1);
    assert.deepEqual(flow.confirm(next.token, next.code), { to: { id: '16315551001' }, changeId: 'a change' });
  });

  it('goes out for each change and each customer, and is replaced when the flow starts over', () => {
    const flow = openFlow();
    const first = flow.ask();
    const other = flow.ask({ changeId: 'another change' });
    const ben = flow.ask({ customer: { id: '16315551002' } });
    const again = flow.ask({ isAgain: true });
    assert.ok(first && other && ben && again);
    assert.deepEqual(
      [first, other, ben, again].map(({ token }) => flow.look(token)),
      [410, 200, 200, 200],
    );
    assert.equal(flow.confirm(ben.token, other.code === ben.code ? 'none' : other.code), 403);
  });

  const wrong: unknown[] = [undefined, null, '', 'abc', '12345', '1234567', ['0', '0'], { $gt: '' }, 0, true];
  it('takes nothing but the code', () => {
    for (const code of wrong) {
      const flow = openFlow();
      const mail = flow.ask();
      assert.ok(mail);
      assert.equal(flow.confirm(mail.token, code), 403);
    }
    assert.equal(openFlow().confirm('__proto__', '123456'), 410);
  });

  it('and its code are random, and kept nowhere', () => {
    const flow = openFlow();
    const mails = Array.from({ length: 500 }, (_, index) => flow.ask({ changeId: String(index) }));
    const kept = JSON.stringify(flow.context.get('proofs'));
    for (const mail of mails) {
      assert.match(mail?.token ?? '', /^[\w-]{32}$/);
      assert.match(mail?.code ?? '', /^\d{6}$/);
      assert.ok(!kept.includes(mail?.token ?? '') && !kept.includes(`"${mail?.code}"`));
    }
    assert.equal(new Set(mails.map((mail) => mail?.token)).size, 500);
    assert.ok(new Set(mails.map((mail) => mail?.code)).size > 450);
  });
});
