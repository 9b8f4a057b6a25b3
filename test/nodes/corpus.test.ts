import assert from 'node:assert/strict';
import { CORPUS_FOLDER, readCorpus } from '../fixtures/corpus';
import { type Runtime, startRuntime } from '../harness/runtime';
import { prepareReplays, type Replayed, toOutputs } from './support/replay';

describe('the corpus of recorded webhooks, through the route of webhook-in', () => {
  const corpus = readCorpus();
  if (corpus === undefined) {
    it(`is not beside the project (${CORPUS_FOLDER}): left out, our own fixtures cover the same ground`);
    return;
  }

  let red: Runtime;
  let replay: (index: number) => Promise<Replayed>;
  before(async () => {
    red = await startRuntime();
    const webhooks = corpus.map(({ bytes }) => bytes);
    replay = await prepareReplays(red, webhooks);
  });
  after(() => red.stop());

  for (const [index, { file, expected, bytes, events }] of corpus.entries()) {
    it(`${file}: ${expected}`, async () => {
      const { status, events: received, messages, errors } = await replay(index);
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
      assert.equal(errors.length, events === 'refused' ? 1 : 0, errors.join());
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
