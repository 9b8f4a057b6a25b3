// The platform that all send to: reads the message and accepts it.
const { createServer } = require('node:http');

let count = 0;
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    count += 1;
    const { to } = JSON.parse(Buffer.concat(chunks).toString());
    const answer = JSON.stringify({
      messaging_product: 'whatsapp',
      contacts: [{ input: to, wa_id: to.slice(1) }],
      messages: [{ id: `wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBI${String(count).padStart(16, '0')}` }],
    });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) });
    response.end(answer);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
