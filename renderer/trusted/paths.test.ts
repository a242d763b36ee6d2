import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { durationWords, lastPart, sizeWords, underHome } from './paths.ts';

describe('paths and sizes in words', () => {
  it('writes ~ for the home folder and for nothing that only begins like it', () => {
    assert.equal(underHome('/home/ada', '/home/ada'), '~');
    assert.equal(underHome('/home/ada/code', '/home/ada/'), '~/code');
    assert.equal(underHome('/home/adam/code', '/home/ada'), '/home/adam/code');
    assert.equal(underHome('/etc', ''), '/etc');
    assert.equal(underHome('/etc', '/'), '/etc');
  });

  it('counts bytes, not characters', () => {
    assert.equal(sizeWords('é'), '2 bytes');
    assert.equal(sizeWords('x'), '1 byte');
    assert.equal(sizeWords('x'.repeat(1536)), '1.5 KiB');
    assert.equal(sizeWords('x'.repeat(1024 * 1024)), '1.0 MiB');
  });

  it('says how long and which program', () => {
    assert.equal(durationWords(300_000), '5 minutes');
    assert.equal(durationWords(60_000), '1 minute');
    assert.equal(durationWords(90_000), '90 s');
    assert.equal(lastPart('/usr/bin/zsh'), 'zsh');
    assert.equal(lastPart('zsh'), 'zsh');
  });
});
