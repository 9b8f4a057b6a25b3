// The limit that everything is measured against: a bare server that reads the body, checks the signature in constant
// time, parses the JSON and answers 200.
const { createHmac, timingSafeEqual } = require('node:crypto');
const { createServer } = require('node:http');

const [, , secret] = process.argv;

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    const given = Buffer.from(String(request.headers['x-hub-signature-256']).slice(7), 'hex');
    const expected = createHmac('sha256', secret).update(body).digest();
    const isValid = given.length === expected.length && timingSafeEqual(given, expected);
    if (isValid) JSON.parse(body.toString('utf8'));
    response.writeHead(isValid ? 200 : 401).end();
  });
});
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
