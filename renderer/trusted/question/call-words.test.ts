import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Reach } from '../../../app/contract/lasting.ts';
import type { SaidLasting } from './answer-words.ts';
import { bodyWords, callAnswerWords, callWarnings, isWhole, readable } from './call-words.ts';
import { plainText, testCall } from './question.testkit.ts';

const words = callAnswerWords(testCall(), 1);
const allowance = (lasting: SaidLasting, reach: Reach, of = words) => plainText(of.allowance(lasting, reach, []));
const bodyOf = (text: string, bytes: number) => ({ bytes, sha256: testCall().canonical, type: null, start: text });

describe('words for a yes to a call', () => {
  it('says one time, or once for each request that waits', () => {
    assert.equal(allowance({ kind: 'once' }, 'exact'), 'Allows exactly this request, one time.');
    assert.equal(
      allowance({ kind: 'once' }, 'exact', callAnswerWords(testCall(), 3)),
      'Allows exactly this request, once for each of 3 requests.',
    );
  });

  it('names the address, the secrets and how long, and that the query is content (P2)', () => {
    assert.equal(
      allowance({ kind: 'minutes', minutes: 15 }, 'alike'),
      'Allows `POST api.github.com/repos/me/api/issues` with any content, with `github/token`, ' +
        'for 15 minutes, or until Postern locks.',
    );
    assert.match(
      allowance({ kind: 'session' }, 'reads'),
      /^Allows anything that only reads at `api.github.com`, with /,
    );
    assert.match(allowance({ kind: 'session' }, 'reads'), /, until the agent’s session ends or Postern locks\.$/);
  });

  it('ends with the token of an agent of the gateway', () => {
    const ofAgent = callAnswerWords(testCall({ client: { id: `agent-${'a'.repeat(12)}`, name: 'Bot' } }), 1);
    assert.match(allowance({ kind: 'session' }, 'exact', ofAgent), /, until its token ends or Postern locks\.$/);
    assert.match(allowance({ kind: 'uses', uses: 5 }, 'exact', ofAgent), /, and no longer than its token\.$/);
  });

  it('gives each reach a name of its own', () => {
    const names = (['exact', 'alike', 'reads'] as const).map((reach) => plainText(words.reach(reach)));
    assert.deepEqual(names, [
      'Exactly this request',
      '`POST api.github.com/repos/me/api/issues` with any content',
      'Anything that only reads at `api.github.com`',
    ]);
  });
});

describe('a second look at a call', () => {
  const warned = (part: object) => callWarnings(testCall(part)).map(plainText);

  it('is not asked for where all is plain', () => {
    assert.deepEqual(warned({}), []);
  });

  it('is for a host in another alphabet, for what is hidden, and for a private network', () => {
    assert.match(warned({ host: 'api.xn--gthub-5ve.com' })[0] ?? '', /letters of another alphabet/);
    assert.match(warned({ path: '/repos/\u202eme' })[0] ?? '', /is shown as codes/);
    assert.match(warned({ privateAddress: true })[0] ?? '', /private network/);
  });

  it('reads what is encoded, each parameter in its place, and leaves what cannot be decoded', () => {
    assert.deepEqual(readable({ path: '/a%20b', query: 'q=is%3Aopen+x&empty&bad=%ff&q=2=3' }), {
      path: '/a b',
      parameters: [
        ['q', 'is:open x'],
        ['empty', ''],
        ['bad', '%ff'],
        ['q', '2=3'],
      ],
    });
    assert.deepEqual(readable({ path: '/a', query: '' }), { path: null, parameters: [] });
  });

  it('knows whether all of the body is shown, by its bytes', () => {
    assert.equal(isWhole(bodyOf('ä', 2)), true);
    assert.equal(isWhole(bodyOf('ab', 4097)), false);
    assert.equal(isWhole({ ...bodyOf('', 3), start: null }), false);
    assert.equal(plainText(bodyWords({ bytes: 2048, type: 'application/json' })), '2.0 KiB of `application/json`');
  });
});
