import { deepEqual, notDeepEqual } from 'node:assert/strict';
import { type OnPremisesStage, setOnPremisesStage } from './support/on-premises-stage';
import { cleanUp, type Stage, setStage } from './support/stage';

const ANA = '+16505551234';
const PICTURE = Buffer.from('not much of a picture').toString('base64');

/** All that a business saw of a world: what it was answered, and every webhook to the byte. */
interface Seen {
  answers: unknown[];
  webhooks: (string | undefined)[][];
}

/** Lives through the same story in a world with this seed. */
async function live(seed: string): Promise<Seen> {
  const stage = await setStage({ seed, faults: { duplicates: 1 } }, { identityCheck: true });
  const { simulator, control, graph, send, clock } = stage;
  const answers: unknown[] = [];
  const say = async (answer: Promise<{ body: unknown }>): Promise<void> => {
    answers.push((await answer).body);
    await simulator.idle();
  };
  await say(control('POST', '/customers', { phone: ANA, name: 'Ana', userId: true }));
  await say(control('POST', '/customers', { phone: '+4915112345678', name: 'Ben', hidesNumber: true }));
  await say(control('POST', `/customers/${ANA}/messages`, { text: 'Hello' }));
  await say(send(ANA, 'Hi'));
  await say(graph('POST', '/messages', { messaging_product: 'whatsapp', to: '1' }));
  const media = { type: 'image', mimeType: 'image/png', data: PICTURE };
  await say(control('POST', `/customers/${ANA}/messages`, { media }));
  await say(control('POST', '/groups', { members: [ANA] }));
  await say(control('POST', `/customers/${ANA}/new-device`));
  await say(send(ANA, 'Hi', { recipient_identity_key_hash: 'AAAAAAAAAAA=' }));
  await say(control('POST', `/customers/${ANA}/sim-swap`, { name: 'Mallory', userId: true }));
  await say(control('POST', `/customers/${ANA}/change-number`, { phone: '+16505559999' }));
  clock.advance(86_400_000);
  await say(control('POST', '/customers/+16505559999/messages', { text: 'Hello' }));
  return { answers, webhooks: webhooksOf(stage) };
}

async function liveOnPremises(seed: string): Promise<Seen> {
  const stage: OnPremisesStage = await setOnPremisesStage({ seed });
  const { simulator, control, api } = stage;
  simulator.world.addCustomer({ phone: ANA, name: 'Ana' });
  await api('PATCH', '/settings/application', { show_security_notifications: true });
  const answers: unknown[] = [];
  const text = { to: ANA, type: 'text', text: { body: 'Hi' } };
  for (const step of [
    () => control('POST', `/customers/${ANA}/messages`, { text: 'Hello' }),
    () => api('POST', '/messages', text),
    () => control('POST', `/customers/${ANA}/new-device`),
    () => api('POST', '/messages', text),
    () => api('GET', '/contacts/16505551234/identity'),
  ]) {
    answers.push((await step()).body);
    await simulator.idle();
  }
  return { answers, webhooks: webhooksOf(stage) };
}

/** To the byte, but for the addresses of media: two worlds cannot listen on one port. Hence other signatures there. */
const webhooksOf = ({ receiver, simulator }: Stage): Seen['webhooks'] =>
  receiver.webhooks.map(({ raw, signature }) =>
    raw.includes(simulator.url) ? [raw.replaceAll(simulator.url, '')] : [raw, signature],
  );

describe('two worlds with the same seed that are lived through alike', () => {
  afterEach(cleanUp);

  for (const [api, story] of Object.entries({ 'the Cloud API': live, 'the On-Premises API': liveOnPremises })) {
    it(`have the same IDs, hashes, answers and webhooks, on ${api}`, async () => {
      const [first, second, other] = [await story('seed'), await story('seed'), await story('another')];
      deepEqual(first, second);
      notDeepEqual(first.answers, other.answers);
      notDeepEqual(first.webhooks, other.webhooks);
    });
  }
});
