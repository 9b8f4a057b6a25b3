import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import send from '../../nodes/locales/en-US/whatsapp-send-with-hash.json';
import webhookIn from '../../nodes/locales/en-US/whatsapp-webhook-in.json';
import { STAGES } from '../../src/store/stage';
import { REFUSALS } from '../../src/webhook/refusal';
import { startRuntime } from '../harness/runtime';
import { waitUntil } from '../harness/wait';

const source = (...path: string[]): string => readFileSync(join(__dirname, '..', '..', 'nodes', ...path), 'utf8');

const keysIn = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, key = '']) => key);

describe('status texts', () => {
  it('of webhook in are all there, one for each reason of a refusal too', () => {
    const { reason, ...texts } = webhookIn['whatsapp-webhook-in'].status;
    const used = [
      ...keysIn(source('shared', 'intake-status.ts'), /#text\('(\w+)'/g),
      ...keysIn(source('shared', 'entrance.ts'), /(?:: |\?\? )'(\w+)'/g),
    ];
    assert.ok(used.includes('received'));
    assert.deepEqual(new Set(used), new Set(Object.keys(texts)));
    assert.deepEqual(Object.keys(reason).sort(), Object.keys(REFUSALS).sort());
    assertShort([...Object.values(texts), ...Object.values(reason)]);
  });

  it('of send are all there', () => {
    const { status } = send['whatsapp-send-with-hash'];
    const text = source('shared', 'send-status.ts');
    const used = [...keysIn(text, /#show\('\w+', '\w+', '(\w+)'/g), ...keysIn(text, /\.status\.(\w+)'/g)];
    assert.deepEqual(new Set([...used, ...STAGES]), new Set(Object.keys(status)));
    assertShort(Object.values(status));
  });

  for (const [lang, text] of [
    ['es-ES', 'simulador · listo'],
    ['pt-BR', 'simulador · pronto'],
    ['de-DE', 'simulator · ready'],
  ] as const) {
    it(`are in the language of the process, or in English, as in ${lang}`, async () => {
      const red = await startRuntime({ lang });
      try {
        await red.deploy([
          { id: 'account', type: 'whatsapp-account', api: 'simulator' },
          { id: 'ack', type: 'whatsapp-identity-ack', account: 'account', operation: 'list' },
        ]);
        await waitUntil(() => red.status('ack').text === text, { what: () => String(red.status('ack').text) });
      } finally {
        await red.stop();
      }
    });
  }

  it('of all nodes are short, in every language', () => {
    const locales = join(__dirname, '..', '..', 'nodes', 'locales');
    let count = 0;
    for (const language of readdirSync(locales)) {
      for (const file of readdirSync(join(locales, language)).filter((name) => name.endsWith('.json'))) {
        const catalogues = JSON.parse(source('locales', language, file)) as Record<string, { status?: object }>;
        const texts = Object.values(catalogues).flatMap(({ status }) => textsIn(status ?? {}));
        count += texts.length;
        assertShort(texts);
      }
    }
    assert.ok(count > 100, `${count}`);
  });
});

const textsIn = (part: object): string[] =>
  Object.values(part).flatMap((value) => (typeof value === 'string' ? [value] : textsIn(value as object)));

/** Below a node there is room for about so much. */
function assertShort(texts: string[]): void {
  assert.deepEqual(
    texts.filter((text) => text.replace(/__\w+__/g, '00').length > 20),
    [],
  );
}
