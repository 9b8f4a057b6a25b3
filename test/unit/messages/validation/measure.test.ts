import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { MessageContent } from '../../../../src/messages/content';
import { findFault } from '../../../../src/messages/validation/find-fault';
import { measure, type Usage } from '../../../../src/messages/validation/measure';
import { message } from '../../../../src/messages/validation/shapes/message';
import { MESSAGES } from '../../../fixtures/messages';

const usagesOf = (content: MessageContent): Record<string, string> =>
  Object.fromEntries(
    measure(content, message).map(({ path, unit, used, most }) => [`${path} ${unit}`, `${used}/${most}`]),
  );

const isBeyond = ({ used, most }: Usage): boolean => used > most;

describe('measure', () => {
  it('says how much of each limit a message uses', () => {
    deepEqual(usagesOf(MESSAGES.list ?? { type: '' }), {
      'interactive.body.text characters': '10/4096',
      'interactive.action.button characters': '6/20',
      'interactive.action.sections rows': '2/10',
      'interactive.action.sections sections': '2/10',
      'interactive.action.sections[0].title characters': '3/24',
      'interactive.action.sections[0].rows[0].description characters': '10/72',
      'interactive.action.sections[0].rows[0].id characters': '1/200',
      'interactive.action.sections[0].rows[0].title characters': '4/24',
      'interactive.action.sections[1].title characters': '4/24',
      'interactive.action.sections[1].rows[0].id characters': '1/200',
      'interactive.action.sections[1].rows[0].title characters': '5/24',
    });
  });

  it('counts characters as they are judged, an emoji once', () => {
    equal(usagesOf({ type: 'text', text: { body: '👍🏽!' } })['text.body characters'], '3/4096');
  });

  it('passes over what is missing, of another kind or unknown', () => {
    for (const content of [
      { type: 'text' },
      { type: 'text', text: { body: {} } },
      { type: 'hologram', hologram: 'x'.repeat(9_999) },
      { type: 'interactive', interactive: { type: 'button', action: { buttons: 'three' } } },
      { type: 'interactive', interactive: { type: 'list', action: { sections: [null, { rows: 'x' }] } } },
    ]) {
      ok(measure(content, message).every((usage) => !isBeyond(usage)));
    }
  });

  it('has nothing beyond its limit in any message that is complete', () => {
    for (const [name, content] of Object.entries(MESSAGES)) {
      ok(
        measure(content, message).every((usage) => !isBeyond(usage)),
        name,
      );
    }
  });

  const text = (most: number) => fc.string({ maxLength: most + 3, unit: 'grapheme' });
  const reply = fc.record({ id: text(20), title: text(20) });
  const row = fc.record({ id: text(5), title: text(24), description: text(72) }, { requiredKeys: ['id', 'title'] });
  const section = fc.record({ title: text(24), rows: fc.array(row, { maxLength: 6 }) });
  const body = fc.record({ text: text(5) });
  const interactive = fc.oneof(
    fc.record({
      type: fc.constant('button'),
      body,
      footer: fc.record({ text: text(60) }),
      action: fc.record({
        buttons: fc.array(
          reply.map((one) => ({ type: 'reply', reply: one })),
          { maxLength: 5 },
        ),
      }),
    }),
    fc.record({
      type: fc.constant('list'),
      body,
      action: fc.record({ button: text(20), sections: fc.array(section, { maxLength: 12 }) }),
    }),
  );

  it('goes beyond a limit exactly where a message is refused for its size', () => {
    fc.assert(
      fc.property(interactive, (content) => {
        const made = { type: 'interactive', interactive: content };
        const beyond = measure(made, message).filter(isBeyond);
        const fault = findFault(made, message, '');
        const isTooMuch = fault?.kind === 'too long' || fault?.kind === 'too many';
        // What is refused for its size shows it; and nothing that shows it passes.
        if (isTooMuch) ok(beyond.length > 0, JSON.stringify(fault));
        if (beyond.length > 0) ok(fault !== undefined, JSON.stringify(beyond));
      }),
      { numRuns: 500 },
    );
  });
});
