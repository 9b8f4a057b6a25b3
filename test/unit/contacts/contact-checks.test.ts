import { deepEqual, equal, match } from 'node:assert/strict';
import type { Account } from '../../../src/account';
import type { CheckOptions, ContactChecks } from '../../../src/contacts/contact-checks';
import type { LateCheck } from '../../../src/contacts/late-check';
import type { CheckedContact } from '../../../src/platform/contacts';
import { NoAnswerError, NotSupportedError, PlatformError, WhatsAppError } from '../../../src/platform/errors';
import { createKeyedStore } from '../../../src/store/keyed-store';
import { createMemoryEngine } from '../../../src/store/memory-engine';
import { platformAt } from '../platform/cloud/cloud-platform';
import { failureOf } from '../platform/failure';
import { answerJson, cleanUp, serve } from '../platform/loopback';
import { accountWith } from '../platform/on-premises/on-premises-account';
import { onPremisesAt } from '../platform/on-premises/on-premises-platform';

const OPTIONS: CheckOptions = { country: '', nodeId: 'node' };
const DAY = 86_400_000;
const A = '+16315551001';
const B = '+16315551002';
const C = '+16315551003';

type Answer = (number: string, asked: { blocking: string; force_check: boolean }) => Partial<CheckedContact>;

const allValid: Answer = (number) => ({ status: 'valid', wa_id: number.slice(1) });

async function stage(answer: Answer = allValid) {
  const clock = { now: Date.UTC(2026, 9, 1) };
  const batches: { contacts: string[]; blocking: string; force_check: boolean }[] = [];
  const { baseUrl } = await serve(({ body }, response) => {
    const asked = JSON.parse(body);
    batches.push(asked);
    const contacts = asked.contacts.map((input: string) => ({ input, ...answer(input, asked) }));
    answerJson(response, 200, { contacts, meta: { api_status: 'stable', version: 'v2.41.2' } });
  });
  const account = accountWith(onPremisesAt(baseUrl), { now: () => clock.now });
  return {
    account,
    checks: account.contacts,
    batches,
    clock,
    asked: () => batches.flatMap(({ contacts }) => contacts),
  };
}

const webhook = (...contacts: object[]): object[] => contacts;

/** A message of the customer comes in, as the webhook tells of it. */
async function write({ store, scope }: Account, waId: string, id: string, type = 'text'): Promise<void> {
  const event = { kind: 'message', topic: type, payload: 'Hi', duplicateKey: id, customer: { waId }, raw: {} } as const;
  await store.commit(scope, id, [event]);
}

/** A message of ours is accepted. */
async function send({ store, scope }: Account, to: string): Promise<void> {
  const limits = { perCustomer: 1, perNumber: 1, bytes: 1000, age: DAY };
  const content = { type: 'text', text: { body: 'x' } };
  const outgoing = { nodeId: 'n', names: { waId: to.slice(1) }, address: { to }, content, policy: 'same' } as const;
  const admission = await store.admit(scope, outgoing, limits);
  if (admission.type !== 'send') throw new Error('held');
  await store.settle(scope, admission.correlationId, { type: 'accepted', wamid: `w${to}` });
}

describe('a check of contacts', () => {
  afterEach(cleanUp);

  it('gives the results in the order of the inputs, with what was handed in', async () => {
    const { checks, batches } = await stage((number) =>
      number === B ? { status: 'invalid' } : { status: 'valid', wa_id: number.slice(1) },
    );
    const { results, ...rest } = await checks.check(['+1 (631) 555-1002', 'no number', A, '+1 631 555 1002'], OPTIONS);
    deepEqual(results, [
      { input: '+1 (631) 555-1002', number: B, status: 'invalid', source: 'platform' },
      { input: 'no number', status: 'failed', source: 'number', reason: 'country_code_missing' },
      { input: A, number: A, status: 'valid', wa_id: '16315551001', source: 'platform' },
      { input: '+1 631 555 1002', number: B, status: 'invalid', source: 'platform' },
    ]);
    deepEqual(rest, { asked: 2, pending: 0 });
    deepEqual(batches, [{ blocking: 'no_wait', contacts: [B, A], force_check: false }]);
  });

  it("completes numbers with the account's country, and says so; what is no number is not asked for", async () => {
    const { checks, asked } = await stage();
    const { results } = await checks.check(['(631) 555-1001', '12', ''], { ...OPTIONS, country: 'US' });
    deepEqual(results, [
      {
        input: '(631) 555-1001',
        number: A,
        completedWith: 'US',
        status: 'valid',
        wa_id: '16315551001',
        source: 'platform',
      },
      { input: '12', status: 'invalid', source: 'number', reason: 'phone_number_invalid' },
      { input: '', status: 'invalid', source: 'number', reason: 'number_missing' },
    ]);
    deepEqual(asked(), [A]);
  });

  it('asks in batches, and passes on how it is to be done', async () => {
    const { checks, batches } = await stage();
    const numbers = Array.from({ length: 7 }, (_, i) => `+1631555100${i}`);
    const { results } = await checks.check(numbers, { ...OPTIONS, batchSize: 3, blocking: 'wait', forceCheck: true });
    deepEqual(
      batches.map(({ contacts }) => contacts.length),
      [3, 3, 1],
    );
    deepEqual([batches[0]?.blocking, batches[0]?.force_check], ['wait', true]);
    deepEqual(
      results.map(({ number }) => number),
      numbers,
    );
  });

  it('remembers for seven days', async () => {
    const { checks, asked, clock } = await stage((number) =>
      number === B ? { status: 'invalid' } : allValid(number, { blocking: '', force_check: false }),
    );
    await checks.check([A, B], OPTIONS);
    clock.now += 7 * DAY - 1;
    const { results, asked: count } = await checks.check([A, B], OPTIONS);
    deepEqual(results, [
      { input: A, number: A, status: 'valid', wa_id: '16315551001', source: 'cache' },
      { input: B, number: B, status: 'invalid', source: 'cache' },
    ]);
    deepEqual([count, asked().length], [0, 2]);
    clock.now += 1;
    await checks.check([A, B], OPTIONS);
    equal(asked().length, 4);
  });

  it('asks again where that is forced', async () => {
    const { checks, asked } = await stage();
    await checks.check([A], OPTIONS);
    await checks.check([A], { ...OPTIONS, forceCheck: true });
    equal(asked().length, 2);
  });

  it('does not remember what is not certain', async () => {
    const { checks, asked } = await stage((number) => ({ status: number === A ? 'failed' : 'processing', wa_id: '1' }));
    const { results, pending } = await checks.check([A, B], OPTIONS);
    deepEqual(
      results.map(({ status, wa_id }) => [status, wa_id]),
      [
        ['failed', undefined],
        ['processing', undefined],
      ],
    );
    equal(pending, 1);
    await checks.check([A, B], OPTIONS);
    equal(asked().length, 4);
  });

  it('does not ask for a customer who wrote, in whatever spelling', async () => {
    const { account, checks, asked, clock } = await stage();
    await write(account, '5511987654321', 'm1');
    await write(account, '16315551009', 'm2', 'system');
    const { results } = await checks.check(['+55 11 98765-4321', '+551187654321', '+16315551009'], OPTIONS);
    deepEqual(
      results.map(({ source, wa_id }) => [source, wa_id]),
      [
        ['customer', '5511987654321'],
        ['customer', '5511987654321'],
        ['platform', '16315551009'],
      ],
    );
    deepEqual(asked(), ['+16315551009']);
    clock.now += 6 * DAY;
    await write(account, '5511987654321', 'm3');
    clock.now += 6 * DAY;
    equal((await checks.check(['+55 11 98765-4321'], OPTIONS)).results[0]?.source, 'customer');
  });

  it('forgets a customer who is forgotten', async () => {
    const { account, checks, asked } = await stage();
    await checks.check([A], OPTIONS);
    await account.store.forget(account.scope, { waId: A.slice(1) });
    await checks.check([A], OPTIONS);
    equal(asked().length, 2);
  });

  it('is refused as a whole when it goes beyond the budget', async () => {
    const { checks, asked } = await stage();
    await checks.check([A], { ...OPTIONS, advance: 2 });
    const error = await failureOf(checks.check([B, C], { ...OPTIONS, advance: 2 }), WhatsAppError);
    deepEqual([error.code, error.retryable], ['contact_budget_exhausted', false]);
    match(error.message, /^2 numbers .* only 1 more/);
    deepEqual(asked(), [A]);
    await checks.check([B], { ...OPTIONS, advance: 2 });
  });

  it('is paid for by messages that are sent', async () => {
    const { account, checks } = await stage();
    const options = { ...OPTIONS, advance: 1 };
    await checks.check([A], options);
    await failureOf(checks.check([B], options), WhatsAppError);
    await send(account, A);
    await checks.check([B], options);
  });

  it('costs nothing for what was refused, and keeps what was answered', async () => {
    let isRefusing = true;
    const { baseUrl } = await serve(({ body }, response) => {
      const { contacts } = JSON.parse(body);
      if (isRefusing && contacts.includes(B))
        return answerJson(response, 429, { errors: [{ code: 1015, title: 'x' }] });
      return answerJson(response, 200, {
        contacts: contacts.map((input: string) => ({ input, status: 'valid', wa_id: '1' })),
      });
    });
    const account = accountWith(onPremisesAt(baseUrl));
    const options = { ...OPTIONS, advance: 3, batchSize: 1 };
    equal((await failureOf(account.contacts.check([A, B, C], options), PlatformError)).code, 'rate_limited');
    isRefusing = false;
    const { results, asked } = await account.contacts.check([A, B, C], options);
    deepEqual(
      results.map(({ source }) => source),
      ['cache', 'platform', 'platform'],
    );
    equal(asked, 2);
  });

  it('costs what may have been asked when no answer comes', async () => {
    const { baseUrl } = await serve((_request, response) => response.destroy());
    const { contacts } = accountWith(onPremisesAt(baseUrl));
    await failureOf(contacts.check([A], { ...OPTIONS, advance: 1 }), NoAnswerError);
    equal(
      (await failureOf(contacts.check([A], { ...OPTIONS, advance: 1 }), WhatsAppError)).code,
      'contact_budget_exhausted',
    );
  });

  it('is not possible on the Cloud API, and costs nothing there', async () => {
    const { contacts } = accountWith(platformAt('http://localhost:9'));
    for (let i = 0; i < 2; i += 1) await failureOf(contacts.check([A], { ...OPTIONS, advance: 1 }), NotSupportedError);
  });

  it('understands a server that formats numbers anew, and one that drops some', async () => {
    const { baseUrl } = await serve((_request, response) => {
      const contacts = [
        { input: '16315551002', status: 'invalid' },
        { input: '+1 631-555-1001', status: 'valid', wa_id: '16315551001' },
      ];
      answerJson(response, 200, { contacts });
    });
    const { results } = await accountWith(onPremisesAt(baseUrl)).contacts.check([A, B, C], OPTIONS);
    deepEqual(
      results.map(({ status, reason }) => [status, reason]),
      [
        ['valid', undefined],
        ['invalid', undefined],
        ['failed', 'not_answered'],
      ],
    );
  });

  it('warns of a server that checks nothing any more', async () => {
    const { baseUrl } = await serve(({ body }, response) => {
      const contacts = JSON.parse(body).contacts.map((input: string) => ({ input, status: 'valid', wa_id: '1' }));
      answerJson(response, 200, { contacts, meta: { version: 'v2.45.1' } });
    });
    const account = accountWith(onPremisesAt(baseUrl));
    match((await account.contacts.check([A], OPTIONS)).warning ?? '', /v2\.45\.1/);
    equal((await account.contacts.check([A], OPTIONS)).warning, undefined);
  });
});

describe('late results of a check', () => {
  afterEach(cleanUp);

  const processing: Answer = (number) =>
    number === A ? { status: 'valid', wa_id: '16315551001' } : { status: 'processing' };

  function listen(checks: ContactChecks, nodeId = 'node'): LateCheck[] {
    const late: LateCheck[] = [];
    checks.register(nodeId, (check) => late.push(check));
    return late;
  }

  it('go to the node that asked, as they come, and are remembered', async () => {
    const { checks, asked } = await stage(processing);
    const late = listen(checks);
    await checks.check([A, '+1 631 555 1002', B, C], { ...OPTIONS, msgid: 'm1' });
    await checks.take(webhook({ input: B, status: 'valid', wa_id: '16315551002' }));
    await checks.take(webhook({ input: C, status: 'invalid' }));
    deepEqual(late, [
      {
        results: [
          { input: '+1 631 555 1002', number: B, status: 'valid', wa_id: '16315551002', source: 'platform' },
          { input: B, number: B, status: 'valid', wa_id: '16315551002', source: 'platform' },
        ],
        pending: 1,
        msgid: 'm1',
      },
      { results: [{ input: C, number: C, status: 'invalid', source: 'platform' }], pending: 0, msgid: 'm1' },
    ]);
    const { results } = await checks.check([B, C], OPTIONS);
    deepEqual(
      results.map(({ status, source }) => [status, source]),
      [
        ['valid', 'cache'],
        ['invalid', 'cache'],
      ],
    );
    equal(asked().length, 3);
  });

  it('go to every request that waits for the number, once', async () => {
    const { checks } = await stage(processing);
    const [first, second] = [listen(checks, 'first'), listen(checks, 'second')];
    await checks.check([B], { ...OPTIONS, nodeId: 'first' });
    await checks.check([B, C], { ...OPTIONS, nodeId: 'second' });
    const results = webhook({ input: B, status: 'valid', wa_id: '16315551002' }, { input: C, status: 'failed' });
    await checks.take(results);
    await checks.take(results);
    deepEqual([first.length, first[0]?.results.length, second.length, second[0]?.results.length], [1, 1, 1, 2]);
  });

  it('that overtake the answer to the request arrive as well', async () => {
    const late: LateCheck[] = [];
    let account: Account | undefined;
    const { baseUrl } = await serve((_request, response) => {
      void account?.contacts.take(webhook({ input: B, status: 'valid', wa_id: '16315551002' })).then(() => {
        answerJson(response, 200, { contacts: [{ input: B, status: 'processing' }] });
      });
    });
    account = accountWith(onPremisesAt(baseUrl));
    account.contacts.register('node', (check) => late.push(check));
    await account.contacts.check([B], OPTIONS);
    equal(late[0]?.results[0]?.status, 'valid');
  });

  it('nobody waits for, or that are still not final, are passed over', async () => {
    const { checks } = await stage(processing);
    const late = listen(checks);
    await checks.check([A, B], OPTIONS);
    await checks.take(
      webhook(
        { input: A, status: 'valid', wa_id: '1' },
        { input: B, status: 'processing' },
        { input: C, status: 'valid' },
      ),
    );
    await checks.take('nonsense');
    deepEqual(late, []);
  });

  it('of a request that was refused are not waited for', async () => {
    const { baseUrl } = await serve((_request, response) => answerJson(response, 500, { errors: [{ code: 1016 }] }));
    const { contacts } = accountWith(onPremisesAt(baseUrl));
    const late = listen(contacts);
    await contacts.check([B], OPTIONS).catch(() => undefined);
    await contacts.take(webhook({ input: B, status: 'valid', wa_id: '1' }));
    deepEqual(late, []);
  });

  it('wait for their node across a restart', async () => {
    const store = createKeyedStore(createMemoryEngine());
    const { baseUrl } = await serve((_request, response) => {
      answerJson(response, 200, { contacts: [{ input: B, status: 'processing' }] });
    });
    const before = accountWith(onPremisesAt(baseUrl), { store });
    await before.contacts.check([B], { ...OPTIONS, msgid: 'm1' });
    const { contacts } = accountWith(onPremisesAt(baseUrl), { store });
    const results = webhook({ input: B, status: 'valid', wa_id: '16315551002' });
    await contacts.take(results);
    const late = listen(contacts);
    await contacts.take(results);
    deepEqual(late[0]?.msgid, 'm1');
  });

  it('come through the account from its webhook', async () => {
    const { account, checks } = await stage(processing);
    const late = listen(checks);
    await checks.check([B], OPTIONS);
    const payload = webhook({ input: B, status: 'valid', wa_id: '16315551002' });
    const event = { kind: 'account', topic: 'contacts', payload, duplicateKey: 'd', raw: payload } as const;
    await account.deliver(await account.store.commit(account.scope, 'd1', [event]), false);
    equal(late.length, 1);
  });

  it('go nowhere once the node is gone', async () => {
    const { checks } = await stage(processing);
    const late: LateCheck[] = [];
    const remove = checks.register('node', (check) => late.push(check));
    await checks.check([B], OPTIONS);
    remove();
    await checks.take(webhook({ input: B, status: 'valid', wa_id: '1' }));
    deepEqual(late, []);
  });
});
