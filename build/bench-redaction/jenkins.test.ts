import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { base64Forms, jenkins } from './jenkins.ts';

// The passwords and expectations of the plugin's Base64PatternTest, BashSecretPatternFactoryTest,
// AlmquistShellSecretPatternFactoryTest and DollarSecretPatternFactoryTest.
const found = (secret: string, plain: string) => {
  const text = Buffer.from(plain).toString('base64');
  return base64Forms(secret).some((form) => text.includes(form));
};

test('the Jenkins masker finds a secret in base64 whatever stands around it', () => {
  const around = ['', '1', '12', '123'].flatMap((before) => ['', '1', '12', '123'].map((after) => [before, after]));
  for (const [before, after] of around) {
    for (const secret of ['abcde', 'abcd', 'bcd']) assert.ok(found(secret, `${before}abcde${after}`));
    for (const secret of ['ab1cde', 'ab1cd', 'b1cd']) assert.ok(!found(secret, `${before}abcde${after}`));
  }
});

test('the Jenkins masker hides what bash -x prints of a password', () => {
  for (const value of [`}#T14'GAz&H!{$U_`, `a'b"c\\d(e)#`, `'"'(foo)'"'`]) {
    const trace = execFileSync('bash', ['--norc', '-xc', ': "$VALUE"; : "< $VALUE >"'], {
      env: { VALUE: value, BASH_XTRACEFD: '1', PATH: '/usr/bin:/bin' },
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
    });
    const masked = jenkins.mask(trace, [{ name: 'x', value }]);
    assert.match(masked, /: \*{4}\n/);
    assert.match(masked, /: '< \*{4} >'\n/);
    assert.ok(!masked.includes(value));
  }
});

test('the Jenkins masker hides the quoting of ash and of Maven', () => {
  assert.equal(jenkins.mask(`x'ab'"'"'cd'"''"'ef'y`, [{ name: 'x', value: `ab'cd''ef` }]), `x'****'y`);
  assert.equal(
    jenkins.mask('a$$build a$$$$b', [
      { name: 'x', value: 'a$build' },
      { name: 'y', value: 'a$$b' },
    ]),
    '**** ****',
  );
});
