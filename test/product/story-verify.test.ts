import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDirectory } from '../harness/node-red';
import { waitUntil } from '../harness/wait';
import { type Product, startProduct } from './product';

interface NumberState {
  phoneNumberId: string;
  verificationStatus: string;
  identityCheck: boolean;
}

const FILE = 'verify-a-number.json';
const example: Record<string, unknown>[] = JSON.parse(readFileSync(join(projectDirectory, 'examples', FILE), 'utf8'));

describe('verify a number, imported into an empty Node-RED', function () {
  this.timeout(60_000);
  let product: Product;
  beforeEach(async () => {
    product = await startProduct({ example: FILE });
    await waitUntil(async () => (await number()).verificationStatus === 'EXPIRED');
  });
  afterEach(() => product.stop());

  const number = async (): Promise<NumberState> => {
    const { numbers } = (await product.control('GET', '/state')) as { numbers: NumberState[] };
    assert.ok(numbers[0]);
    return numbers[0];
  };
  const titleOf = ({ html }: { html: string }): string => /<h1>(.*)<\/h1>/.exec(html)?.[1] ?? html;
  /** The code that the newest message on the simulated phone says, as it says it. */
  const readPhone = async (): Promise<string> =>
    /code is (\d{3}-\d{3})/.exec((await product.page('verify/phone')).html)?.[1] ?? '';

  it('asks for a code, takes it from the form, and turns the identity check on', async () => {
    const { phoneNumberId } = await number();

    assert.equal(titleOf(await product.page('verify/start')), 'Is this number yours?');
    assert.match((await product.page('verify/phone')).html, /No code has come yet/);
    const asked = await product.page('verify/code', { method: 'VOICE' });
    assert.deepEqual([asked.status, titleOf(asked)], [200, 'Enter the code']);
    assert.match(asked.html, /by call/);

    const code = await readPhone();
    const wrong = await product.page('verify/confirm', { code: code === '000-000' ? '111-111' : '000-000' });
    assert.deepEqual([wrong.status, titleOf(wrong)], [400, 'That did not work']);
    assert.match(wrong.html, /The verification code is wrong/);
    assert.equal((await number()).verificationStatus, 'EXPIRED');

    const right = await product.page('verify/confirm', { code: ` ${code} ` });
    assert.deepEqual([right.status, titleOf(right)], [200, 'The number is verified']);
    const { verificationStatus, identityCheck } = await number();
    assert.deepEqual([verificationStatus, identityCheck], ['VERIFIED', true]);
    assert.equal(titleOf(await product.page('verify/start')), 'The number is verified');
    // Neither the code nor anything with it is in what Node-RED wrote.
    assert.ok(!product.output().includes(code) && !product.output().includes(code.replace('-', '')));

    await product.press('1');
    await waitUntil(async () => (await number()).verificationStatus === 'EXPIRED');
    assert.equal((await number()).phoneNumberId, phoneNumberId);
  });

  it('says when to try again instead of using the attempts up', async () => {
    assert.equal((await product.page('verify/code', { method: 'SMS' })).status, 200);
    const again = await product.page('verify/code', { method: 'SMS' });
    assert.deepEqual([again.status, titleOf(again)], [429, 'That did not work']);
    assert.match(again.html, /Try again at \d{4}-\d\d-\d\dT/);
    const { entries } = (await product.control('GET', '/timeline')) as { entries: { path?: string }[] };
    assert.equal(entries.filter(({ path }) => path?.endsWith('/request_code')).length, 1);
  });

  it('shows whatever it is told as text', () => {
    const templates = example.filter(({ type }) => type === 'template').map(({ template }) => String(template));
    assert.equal(templates.length, 2);
    for (const template of templates) assert.doesNotMatch(template, /\{\{[{&]/);
  });
});
