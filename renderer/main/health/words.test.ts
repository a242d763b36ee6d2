import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ExposureFinding, ExposureReport, HealthReport, SkipReason } from '../../../app/contract/health.ts';
import { byFile, searchedWords, skippedWords } from './exposure-words.ts';
import { findingGroups } from './finding-groups.ts';

const finding = (kind: string) => ({ kind, sentence: 'It is so.', fixes: ['rotate'], fields: [] });
const skips = (count: number) =>
  ExposureReport.unwrap().shape.skipped.parse(Object.fromEntries(SkipReason.options.map((reason) => [reason, count])));
const vault = { kind: 'vault', fixes: ['rotate'], secret: 'github/token', field: 'token', form: 'plain' };
const shape = { kind: 'shape', fixes: ['import'], rule: 'aws', what: 'an AWS key' };

describe('a health report on the page', () => {
  it('groups findings by kind, the worst first, each secret in the order of the report', () => {
    const report = HealthReport.parse({
      ...{ at: 1, score: 40, words: 'Two need you.', checked: 2, snoozed: 0 },
      secrets: [
        { id: 'a'.repeat(32), name: 'b', findings: [finding('undescribed'), finding('leaked')] },
        { id: 'b'.repeat(32), name: 'a', findings: [finding('undescribed')] },
      ],
    });
    assert.deepEqual(
      findingGroups(report).map(({ kind, ill }) => [kind, ill.map(({ name }) => name as string)]),
      [
        ['leaked', ['b']],
        ['undescribed', ['b', 'a']],
      ],
    );
  });
});

describe('a scan of files on the page', () => {
  it('lists files with a value of the vault first, and the lines of each in order', () => {
    const found = [
      { ...shape, path: '/a', line: 9 },
      { ...vault, path: '/z', line: 7 },
      { ...shape, path: '/z', line: 2 },
    ].map((each) => ExposureFinding.parse(each));
    assert.deepEqual(
      byFile(found).map(({ path, findings }) => [path, findings.map(({ line }) => line)]),
      [
        ['/z', [2, 7]],
        ['/a', [9]],
      ],
    );
  });

  it('has words for every reason to skip something, and says nothing of what was not skipped', () => {
    assert.deepEqual(skippedWords(skips(0)), []);
    assert.deepEqual(skippedWords({ ...skips(0), binary: 1, large: 2300 }), [
      '2,300 files over 16 MB',
      '1 file that is not text',
    ]);
    const all = skippedWords(skips(2));
    assert.equal(new Set(all).size, SkipReason.options.length);
  });

  it('says how much was searched in a size that a person reads', () => {
    assert.equal(searchedWords({ files: 1, bytes: 999 }), '1 file searched, 999 bytes');
    assert.equal(searchedWords({ files: 12_340, bytes: 512_300_000 }), '12,340 files searched, 512 MB');
    assert.equal(searchedWords({ files: 2, bytes: 1_230_000_000 }), '2 files searched, 1.2 GB');
  });
});
