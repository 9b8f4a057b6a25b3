import { deepEqual, equal, match } from 'node:assert/strict';
import { STEPS, stepOf } from '../../../../src/simulator/page/client/story';
import type { Phone, PhoneMessage, Snapshot } from '../../../../src/simulator/page/wire';

const person = { generation: 1, name: 'Ana' };
const at = '2026-01-01T00:00:00.000Z';
const content = { type: 'text', text: { body: 'x' } };
const asked: PhoneMessage = { id: 'a', from: 'customer', number: '1', at, content, person, device: 1 };
const answered: PhoneMessage = { ...asked, id: 'b', from: 'business' };

function snapshot(phone: Partial<Phone>, state?: string, links: Snapshot['links'] = []): Snapshot {
  const flows = state === undefined ? [] : [{ phoneNumberId: '1', state, hash: null, heldMessages: 0 }];
  return {
    ...({ numbers: [], faults: {}, clockOffset: 0, links } as unknown as Snapshot),
    phones: [{ key: 1, name: 'Ana', person, device: 1, messages: [], flows, ...phone } as Phone],
  };
}

describe('the story on the simulator’s page', () => {
  const at = (phone: Partial<Phone>, state?: string): [number | undefined, string | undefined] => {
    const step = stepOf(snapshot(phone, state));
    return [step?.at, step?.action];
  };

  it('leads from question to question, by what is to be seen alone', () => {
    deepEqual(at({}), [0, 'ask']);
    deepEqual(at({ messages: [asked] }), [0, undefined], 'the answer is awaited');
    deepEqual(at({ messages: [asked, answered] }, 'seen'), [1, 'new-device']);
    deepEqual(at({ messages: [asked, answered], device: 2 }, 'seen'), [2, 'ask']);
    deepEqual(at({ messages: [asked, answered, { ...asked, id: 'c', device: 2 }], device: 2 }, 'seen'), [2, undefined]);
    deepEqual(at({ messages: [asked, answered], device: 2 }, 'changed'), [3, undefined]);
    deepEqual(at({ messages: [asked, answered], device: 2 }, 'trusted'), [4, 'sim-swap']);
    equal(STEPS.length, 5);
  });

  it('opens the mailbox, where the flow has one', () => {
    const links = [
      { name: 'Shop', url: '/shop' },
      { name: 'Mailbox', url: '/mailbox' },
    ];
    equal(stepOf(snapshot({}, 'changed', links))?.link, '/mailbox');
    equal(stepOf(snapshot({}, 'changed', links.slice(0, 1)))?.link, '/shop');
    equal(stepOf(snapshot({}, 'changed'))?.link, undefined);
  });

  it('names the stranger who holds the number', () => {
    const mallory = { generation: 2, name: 'Mallory' };
    match(
      stepOf(snapshot({ name: 'Mallory', person: mallory }, 'changed'))?.text ?? '',
      /^Mallory holds the number now/,
    );
  });

  it('has nothing to tell where there are no customers', () => {
    equal(stepOf({ ...snapshot({}), phones: [] }), undefined);
  });
});
