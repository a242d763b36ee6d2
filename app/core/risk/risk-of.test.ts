import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { z } from 'zod';
import { type RiskClass, riskOrder } from '../../contract/risk.ts';
import type { InnerCommand } from '../commands/inner-command.ts';
import { readCommand } from '../commands/read-command.ts';
import { gravest } from './gravest.ts';
import { riskOf } from './risk-of.ts';
import { knownTools } from './tools/known-tools.ts';

const plain = { assigns: [], via: [], appended: false, writesTo: [], readsFrom: [] };
const words = (line: string): InnerCommand => ({ ...plain, words: line.split(' ') });
const classOf = (command: InnerCommand) => riskOf(command).class;
const isMilder = (one: RiskClass, other: RiskClass) => riskOrder.indexOf(one) < riskOrder.indexOf(other);

test('the gravest class of several counts, and nothing at all is unknown', () => {
  assert.equal(gravest(['read', 'disclose', 'delete']), 'disclose');
  assert.equal(gravest(['read', 'write']), 'write');
  assert.equal(gravest([]), 'unknown');
});

test('an unknown tool is unknown, by its name alone', () => {
  assert.deepEqual(riskOf(words('frob pr view')), { class: 'unknown', target: null, verb: ['frob'] });
  assert.deepEqual(riskOf({ ...plain, words: [] }), { class: 'unknown', target: null, verb: [''] });
});

test('a known name counts in a folder of programs only (P10)', () => {
  assert.deepEqual(riskOf(words('/usr/bin/gh pr view 1')).verb, ['gh', 'pr', 'view']);
  for (const program of ['./gh', 'bin/gh', '/tmp/gh', '/usr/bin/../../tmp/gh', '~/gh']) {
    assert.deepEqual(riskOf(words(`${program} pr view 1`)), { class: 'unknown', target: null, verb: ['gh'] }, program);
  }
});

test('arguments that come when it runs leave only a pure filter a read (P2)', () => {
  assert.equal(classOf({ ...words('grep -n x'), appended: true }), 'read');
  for (const line of ['gh pr view', 'sort -n', 'sed -n p', 'curl -s https://api.example.com', 'git log', 'jq .x'])
    assert.equal(classOf({ ...words(line), appended: true }), 'unknown', line);
});

test('what it writes by redirection is a write, and the network by redirection is unknown (P2)', () => {
  assert.equal(classOf({ ...words('gh pr view 1'), writesTo: ['x'] }), 'write');
  assert.equal(classOf({ ...words('cat x'), writesTo: ['/dev/tcp/x.example/80'] }), 'unknown');
  assert.equal(classOf({ ...words('gh auth token'), writesTo: ['x'] }), 'disclose');
});

test('a variable in front of it is unknown unless it is known to be harmless (P2)', () => {
  for (const name of ['LANG', 'NO_COLOR', 'GH_TOKEN', 'AWS_REGION', 'LC_ALL'])
    assert.equal(classOf({ ...words('gh pr view 1'), assigns: [name] }), 'read', name);
  const others =
    'GH_HOST GIT_SSH_COMMAND AWS_ENDPOINT_URL KUBECONFIG PGHOST HTTPS_PROXY https_proxy ALL_PROXY LD_PRELOAD PATH PAGER GH_PAGER NODE_OPTIONS HOME XDG_CONFIG_HOME GIT_CONFIG_COUNT ANYTHING';
  for (const name of others.split(' '))
    assert.equal(classOf({ ...words('gh pr view 1'), assigns: ['LANG', name] }), 'unknown', name);
});

test('a wrapper that may start another program of the name is unknown, and sudo is never milder (P2)', () => {
  assert.equal(classOf({ ...words('gh pr view 1'), via: ['npx'] }), 'unknown');
  assert.equal(classOf({ ...words('wget -qO- https://x.example'), via: ['busybox'] }), 'unknown');
  assert.equal(classOf({ ...words('git push -f'), via: ['sudo'] }), 'delete');
  assert.equal(classOf({ ...words('gh pr view 1'), via: ['sudo', 'sh'] }), 'read');
});

test('the target is the tool’s, the host where an address is written out, and never too long to show', () => {
  assert.equal(riskOf(words('kubectl get pods')).target, 'your Kubernetes cluster');
  assert.equal(riskOf(words('curl https://API.example.com/x')).target, 'api.example.com');
  assert.equal(riskOf(words('curl $URL')).target, null);
  assert.equal(riskOf(words('curl https://a.example https://b.example')).target, null);
  assert.equal(riskOf(words(`curl https://${'a'.repeat(99)}.example`)).target?.length, 60);
});

test('long and hostile words are read without a fault', () => {
  const long = 'x'.repeat(20_000);
  for (const program of knownTools.keys()) {
    for (const word of [
      long,
      `-${long}`,
      `--${long}`,
      `s/${long}`,
      `https://${long}`,
      `/proc/${'/*'.repeat(10_000)}`,
      `'${long}`,
    ])
      riskOf({ ...plain, words: [program, '-c', word, word] });
  }
});

const folder = new URL('./vectors/', import.meta.url);
const Vector = z.array(z.object({ command: z.string() }));
const commands = readdirSync(folder)
  .flatMap((file) => Vector.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))))
  .flatMap(({ command }) => readCommand({ kind: 'shell', line: command, shell: '/bin/bash' }).commands);

test('nothing that stands around a command makes it milder (P2)', () => {
  const around = [
    { appended: true },
    { writesTo: ['x'] },
    { readsFrom: ['x'] },
    { assigns: ['LD_PRELOAD'] },
    { assigns: ['LANG'] },
    { via: ['sudo'] },
    { via: ['npx'] },
  ];
  for (const command of commands) {
    for (const more of around) {
      const found = classOf({ ...command, ...more });
      const bare = classOf({ ...command, ...plain });
      assert.ok(!isMilder(found, bare), `${command.words.join(' ')} ${JSON.stringify(more)}: ${bare} became ${found}`);
    }
  }
});

test('an option that nobody has listed ends a read, but for tools whose verbs alone decide (P2)', () => {
  const reads = commands.filter((command) => {
    const tool = knownTools.get(command.words[0] ?? '');
    return classOf(command) === 'read' && tool?.anyOption !== true && command.words.length > 2;
  });
  assert.ok(reads.length > 100);
  for (const command of reads) {
    const [program = '', ...rest] = command.words;
    for (const more of ['--unheard-of', '--unheard-of=x', '-Ø']) {
      const found = [
        classOf({ ...command, words: [program, more, ...rest] }),
        classOf({ ...command, words: [program, ...rest, more] }),
      ];
      assert.ok(!found.includes('read'), `${command.words.join(' ')} with ${more}`);
    }
  }
});
