// A test of a flow, without a phone: a customer of the simulator writes, and the phone shows what the flow answers.
//
//   WHATSAPP_SIMULATOR_PORT=8090 WHATSAPP_SIMULATOR_TOKEN=secret npx node-red
//   WHATSAPP_SIMULATOR_PORT=8090 WHATSAPP_SIMULATOR_TOKEN=secret node --test answer.test.mjs
//
// docs/simulator.md has all that can be asked of the simulator.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

const { WHATSAPP_SIMULATOR_PORT: port, WHATSAPP_SIMULATOR_TOKEN: token } = process.env;

async function control(method, path, body) {
  const response = await fetch(`http://127.0.0.1:${port}/control/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${answer}`);
  return JSON.parse(answer);
}

/** Waits until a phone has received so many texts, and gives all of them. */
async function texts(phone, count) {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await pause(50)) {
    const { inbox } = await control('GET', `customers/${phone}`);
    if (inbox.length >= count) return inbox.map(({ content }) => content.text.body);
  }
  throw new Error(`${phone} has not received ${count} messages.`);
}

/** A customer of its own for each run, so that the test can be repeated. */
async function newCustomer(name) {
  const phone = `1631${String(Math.random()).slice(2, 9).padEnd(7, '0')}`;
  await control('POST', 'customers', { phone: `+${phone}`, name });
  return phone;
}

const ask = (phone) => control('POST', `customers/${phone}/messages`, { text: 'What is my balance?' });

test('private answers stop when the phone is another one', async () => {
  const [dora, finn] = [await newCustomer('Dora'), await newCustomer('Finn')];
  await ask(dora);
  assert.match((await texts(dora, 1))[0], /^Balance: /);

  await control('POST', `customers/${dora}/new-device`);
  await ask(dora);
  // The flow takes one message after the other: once Finn has his answer, it has decided about Dora's.
  await ask(finn);
  await texts(finn, 1);
  assert.equal((await texts(dora, 1)).filter((text) => text.startsWith('Balance: ')).length, 1);
});
