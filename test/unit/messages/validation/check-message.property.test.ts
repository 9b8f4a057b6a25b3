import { deepEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { MessageContent } from '../../../../src/messages/content';
import { toMessage } from '../../../../src/messages/to-message';
import { checkMessage } from '../../../../src/messages/validation/check-message';
import { CONTENT_TYPES } from '../../../../src/messages/validation/shapes/message';
import { InputError } from '../../../../src/platform/errors';
import { MESSAGES } from '../../../fixtures/messages';
import { placesIn, toPath, withPart } from '../support/parts';

const messages = Object.values(MESSAGES);
const anyMessage = fc.constantFrom(...messages);
const anyPart = anyMessage.chain((message) =>
  fc.record({ message: fc.constant(message), place: fc.constantFrom(...placesIn(message)) }),
);

function faultOf(message: MessageContent): InputError | undefined {
  try {
    checkMessage(message);
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

describe('checkMessage, whatever comes', () => {
  it('refuses with a code and a path, or passes: nothing else happens', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CONTENT_TYPES), fc.anything({ maxDepth: 4 }), (type, content) => {
        const error = faultOf({ type, [type]: content });
        if (error === undefined) return;
        ok(error.code.startsWith('message_content_'));
        ok(error.cause.path?.startsWith(type), error.cause.path);
      }),
      { numRuns: 2000 },
    );
  });

  it('names the part that was broken, or one within it', () => {
    fc.assert(
      fc.property(
        anyPart,
        fc.constantFrom(Symbol('x'), [], {}, true, 'x'.repeat(5000)),
        ({ message, place }, value) => {
          const path = faultOf(withPart(message, place, value))?.cause.path;
          // Unknown types pass, and with them everything that would have followed from the type.
          ok(path === undefined || path.startsWith(toPath(place)), path);
        },
      ),
    );
  });

  it('names the part that was taken away, or what holds it', () => {
    fc.assert(
      fc.property(anyPart, ({ message, place }) => {
        const path = faultOf(withPart(message, place, undefined))?.cause.path;
        const holder = toPath(place.slice(0, -1));
        ok(path === undefined || path.startsWith(holder), `${path} for ${toPath(place)}`);
      }),
    );
  });

  it('passes members that it does not know, wherever they are, untouched', () => {
    fc.assert(
      fc.property(anyPart, fc.json(), ({ message, place }, json) => {
        // Lists have items, not members.
        fc.pre(typeof place.at(-1) === 'string');
        const extended = withPart(message, [...place.slice(0, -1), 'shiny_new_option'], JSON.parse(json) ?? 0);
        deepEqual(toMessage(extended), extended);
      }),
    );
  });

  it('never repeats what stands in the message', () => {
    fc.assert(
      fc.property(anyPart, ({ message, place }) => {
        const secret = 'Geheimnis'.repeat(600);
        const error = faultOf(withPart(message, place, secret));
        ok(error === undefined || !`${error.message}${error.advice}`.includes('Geheimnis'));
      }),
    );
  });
});
