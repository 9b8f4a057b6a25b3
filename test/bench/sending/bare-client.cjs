// The limit that everything is measured against: `node:http` with kept connections, which writes the JSON and reads the
// answer. `POST /bench { messages, inFlight }`, like the driver node.
const http = require('node:http');
const { json } = require('node:stream/consumers');
const { NUMBER, TOKEN, toBody } = require('./messages.cjs');

const port = Number(process.argv[2]);
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
let index = 0;

function post() {
  return new Promise((resolve, reject) => {
    index += 1;
    const body = JSON.stringify(toBody(index));
    const headers = {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const path = `/v25.0/${NUMBER}/messages`;
    const request = http.request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
    });
    request.on('error', reject);
    request.end(body);
  });
}

const server = http.createServer(async (request, response) => {
  const { messages, inFlight } = await json(request);
  let left = messages;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (left-- > 0) await post();
    }),
  );
  response.end(JSON.stringify({ seconds: (performance.now() - startedAt) / 1000 }));
});
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
