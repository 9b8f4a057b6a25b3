import assert from 'node:assert/strict';
import { CORPUS_FOLDER, readCorpus } from '../fixtures/corpus';
import { type Runtime, startRuntime } from '../harness/runtime';
import { replay, toOutputs } from './support/replay';

describe('the corpus of recorded webhooks, through the route of webhook-in', () => {
  const corpus = readCorpus();
  if (corpus === undefined) {
    it(`is not beside the project (${CORPUS_FOLDER}): left out, our own fixtures cover the same ground`);
    return;
  }

  let red: Runtime;
  before(async () => {
    red = await startRuntime();
  });
  after(() => red.stop());

  for (const { file, expected, bytes, events } of corpus) {
    it(`${file}: ${expected}`, async () => {
      const { status, events: received, messages } = await replay(red, bytes);
      assert.equal(status, events === 'refused' ? 400 : 200);
      const due = events === 'refused' ? [] : toOutputs(events);
      // The flow gets a message once, also where one webhook holds it twice.
      for (const topic of repeatedMessages(bytes)) due.splice(due.indexOf(`messages ${topic}`), 1);
      assert.deepEqual(received.toSorted(), due.sort());
      for (const { whatsapp, topic } of messages) {
        assert.ok(topic);
        assert.ok(whatsapp.kind);
        if (whatsapp.timestamp !== undefined) assert.ok(Date.parse(String(whatsapp.timestamp)));
        if (whatsapp.customer?.phone !== undefined) assert.match(whatsapp.customer.phone, /^\+\d+$/);
      }
      const errors = red.logs().filter(({ level }) => level === 'error' || level === 'fatal');
      assert.equal(errors.length, events === 'refused' ? 1 : 0, JSON.stringify(errors));
    });
  }
});

interface Values {
  messages?: { id?: string; type?: string }[];
}

/** The types of messages whose ID came before in the same webhook. */
function repeatedMessages(bytes: Buffer): string[] {
  const body: Values & { entry?: { changes?: { value?: Values }[] }[] } = JSON.parse(bytes.toString('utf8'));
  const values = [body, ...(body.entry ?? []).flatMap(({ changes = [] }) => changes.map(({ value }) => value))];
  const seen = new Set<string>();
  return values.flatMap((value) =>
    (value?.messages ?? []).flatMap(({ id, type }) => {
      if (id === undefined || type === undefined) return [];
      const isRepeated = seen.has(id);
      seen.add(id);
      return isRepeated ? [type] : [];
    }),
  );
}
