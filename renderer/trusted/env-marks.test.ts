import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { markEnv } from './env-marks.ts';

const marked = (text: string, ...names: string[]) =>
  markEnv(text, names)
    .map((part) => (part.marked ? `<${part.text}>` : part.text))
    .join('');

describe('marks of variables in a command', () => {
  it('marks a variable with its dollar and braces', () => {
    assert.equal(
      marked('curl -H "$TOKEN" ${TOKEN} ${TOKEN:-x}', 'TOKEN'),
      'curl -H "<$TOKEN>" <${TOKEN}> <${TOKEN>:-x}',
    );
  });

  it('marks a bare name, but not a part of a longer one', () => {
    assert.equal(
      marked('printenv GH_TOKEN; echo $MY_GH_TOKEN GH_TOKEN2 $GH_TOKENS', 'GH_TOKEN'),
      'printenv <GH_TOKEN>; echo $MY_GH_TOKEN GH_TOKEN2 $GH_TOKENS',
    );
  });

  it('marks each of several names and loses nothing', () => {
    const text = 'A=$ONE B=$TWO';
    assert.equal(marked(text, 'ONE', 'TWO'), 'A=<$ONE> B=<$TWO>');
    assert.equal(
      markEnv(text, ['ONE', 'TWO'])
        .map((part) => part.text)
        .join(''),
      text,
    );
    assert.deepEqual(markEnv(text, []), [{ text, marked: false }]);
  });
});
