import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { answerChallenge } from '../../../src/webhook/challenge';

const ask = (query: string, tokens: string[] = ['verify me', 'me too']) =>
  answerChallenge(new URLSearchParams(query), tokens);

describe('answerChallenge', () => {
  it('gives the challenge back for the token of any account', () => {
    for (const token of ['verify+me', 'me%20too']) {
      const answer = ask(`hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${token}`);
      assert.deepEqual(answer, { status: 200, body: '1158201444' });
    }
  });

  it('leaves the challenge as it is', () => {
    const answer = ask('hub.mode=subscribe&hub.challenge=%3Cb%3E%22%20%C3%A4&hub.verify_token=me+too');
    assert.deepEqual(answer, { status: 200, body: '<b>" ä' });
  });

  for (const token of ['verify', 'verify me ', 'Verify me', 'verify mé', 'x'.repeat(5000)]) {
    it(`refuses the token ${token.slice(0, 12)}`, () => {
      const answer = ask(`hub.mode=subscribe&hub.challenge=1&hub.verify_token=${encodeURIComponent(token)}`);
      assert.equal(answer.status, 403);
      assert.ok(!answer.body.includes('me too') && !answer.body.includes('verify me'));
    });
  }

  it('refuses everything while no token is configured', () => {
    for (const tokens of [[], [''], ['', '']]) {
      for (const token of ['x', '']) {
        const answer = ask(`hub.mode=subscribe&hub.challenge=1&hub.verify_token=${token}`, tokens);
        assert.notEqual(answer.status, 200);
      }
    }
    const answer = ask('hub.mode=subscribe&hub.challenge=1&hub.verify_token=x', ['']);
    assert.ok(answer.status === 403 && answer.reason === 'no_verify_token');
  });

  for (const query of [
    '',
    'hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=me+too',
    'hub.challenge=1&hub.verify_token=me+too',
    'hub.mode=subscribe&hub.verify_token=me+too',
    'hub.mode=subscribe&hub.challenge=&hub.verify_token=me+too',
    'hub.mode=subscribe&hub.challenge=1',
    'hub.mode=subscribe&hub.challenge=1&hub.challenge=2&hub.verify_token=me+too',
    'hub.mode=subscribe&hub.challenge=1&hub.verify_token=wrong&hub.verify_token=me+too',
  ]) {
    it(`calls ${query === '' ? 'an empty query' : query} no verification`, () => {
      assert.equal(ask(query).status, 400);
    });
  }
});
