import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { parseMultipart } from '../../../../src/simulator/http/multipart';

async function encode(form: FormData): Promise<[body: Buffer, contentType: string]> {
  const encoded = new Response(form);
  return [Buffer.from(await encoded.arrayBuffer()), encoded.headers.get('content-type') ?? ''];
}

describe('multipart forms', () => {
  it('give back whatever was put in, in order', async () => {
    const field = fc.record(
      {
        name: fc.string({ minLength: 1, unit: 'grapheme-ascii' }).filter((name) => !/["\r\n%]/.test(name)),
        // Line breaks become CRLF in a form.
        value: fc.string({ unit: 'grapheme' }).map((value) => value.replace(/\r\n|\r|\n/g, '\r\n')),
      },
      { noNullPrototype: true },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(field, { minLength: 1, maxLength: 5 }), async (fields) => {
        const form = new FormData();
        for (const { name, value } of fields) form.append(name, value);
        deepEqual(parseMultipart(...(await encode(form))), fields);
      }),
      { numRuns: 100 },
    );
  });

  it('come without their files, whose bytes do no harm', async () => {
    const form = new FormData();
    form.append('code_method', 'SMS');
    form.append('file', new Blob([Buffer.from([0, 255, 13, 10, 13, 10, 45, 45])]), 'a.bin');
    form.append('language', 'en');
    deepEqual(parseMultipart(...(await encode(form))), [
      { name: 'code_method', value: 'SMS' },
      { name: 'language', value: 'en' },
    ]);
  });

  it('may quote their boundary', () => {
    const body = Buffer.from('--a b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n--a b--\r\n');
    deepEqual(parseMultipart(body, 'multipart/form-data; boundary="a b"'), [{ name: 'x', value: '1' }]);
  });

  const broken: [what: string, body: string, contentType: string][] = [
    ['no boundary', '--x\r\n\r\n\r\n--x--', 'multipart/form-data'],
    ['another boundary', '--y\r\n\r\n\r\n--y--', 'multipart/form-data; boundary=x'],
    ['no end', '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1', 'multipart/form-data; boundary=x'],
    ['a part without a name', '--x\r\nContent-Type: text/plain\r\n\r\n1\r\n--x--', 'multipart/form-data; boundary=x'],
  ];
  for (const [what, body, contentType] of broken) {
    it(`are none with ${what}`, () => {
      equal(parseMultipart(Buffer.from(body), contentType), null);
    });
  }
});
