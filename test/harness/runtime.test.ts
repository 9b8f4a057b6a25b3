import assert from 'node:assert/strict';
import { type Runtime, startRuntime } from './runtime';

describe('the in-process runtime', () => {
  let red: Runtime;
  before(async () => {
    red = await startRuntime({ httpNodeRoot: '/flows' });
  });
  after(() => red.stop());
  beforeEach(() => red.clear());

  it('runs a flow, gives each output a collector, and records statuses, logs, errors and completions', async () => {
    const func = `
      node.status({ fill: 'green', shape: 'dot', text: 'working' });
      node.warn('beware');
      if (msg.payload === 'bad') throw new Error('refused');
      return [{ payload: 1 }, { payload: env.get('SECRET') }];`;
    await red.deploy([
      { id: 'split', type: 'function', func, outputs: 2, wires: [['first'], ['second']] },
      { id: 'catch', type: 'catch', scope: null, wires: [['caught']] },
    ]);

    assert.equal((await red.process('split', { payload: 'good' })).error, undefined);
    assert.equal((await red.waitFor('first'))[0]?.payload, 1);
    await red.waitFor('second');
    assert.deepEqual(
      red.arrivals().map(({ collector }) => collector),
      ['first', 'second'],
    );
    assert.deepEqual(red.status('split'), { fill: 'green', shape: 'dot', text: 'working' });
    assert.deepEqual(red.logs('split'), [{ level: 'warn', id: 'split', text: 'beware' }]);

    assert.match(String((await red.process('split', { payload: 'bad' })).error), /refused/);
    await red.waitFor('caught');
    assert.equal(red.completions('split').length, 2);
    assert.match(red.everything(), /refused/);
  });

  it('serves what nodes put on the HTTP server', async () => {
    await red.deploy([
      { id: 'in', type: 'http in', url: '/hello', method: 'get', wires: [['answer']] },
      { id: 'answer', type: 'http response', statusCode: '202', wires: [] },
    ]);
    assert.equal((await fetch(`${red.url}/flows/hello`)).status, 202);
  });

  it('says which nodes are missing when a flow cannot start', async () => {
    const flow = [{ id: 'x', type: 'no-such-type', wires: [] }];
    await assert.rejects(red.deploy(flow), /no-such-type/);
  });
});
