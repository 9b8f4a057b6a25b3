// Keeps a number of messages under way through the nodes that it is wired to in a circle, and measures how long they all
// take: `POST /bench { messages, inFlight }` on the admin server. Messages that went another way never come back.
module.exports = (RED) => {
  RED.nodes.registerType('bench-driver', function BenchDriver(config) {
    RED.nodes.createNode(this, config);
    const make = require(config.messages).maker();
    let run;
    const next = () => {
      run.left -= 1;
      this.send(make());
    };
    this.on('input', (_msg, _send, done) => {
      done();
      run.underWay -= 1;
      if (run.left > 0) {
        run.underWay += 1;
        next();
      } else if (run.underWay === 0) run.end();
    });
    RED.httpAdmin.post('/bench', (request, response) => {
      const { messages, inFlight } = request.body;
      const startedAt = performance.now();
      run = {
        left: messages,
        underWay: inFlight,
        end: () => response.json({ seconds: (performance.now() - startedAt) / 1000 }),
      };
      for (let i = 0; i < inFlight; i += 1) next();
    });
  });
};
