import assert from 'node:assert/strict';
import test from 'node:test';
import { HiddenState, HiddenStateKind, hiddenStateWords } from '../../contract/hidden-state.ts';
import { agentCanChange, hiddenStateOf } from './hidden-state.ts';
import { readCommand } from './read-command.ts';

const states = (line: string) => hiddenStateOf(readCommand({ kind: 'shell', line }).commands);

const cases: readonly [string, string][] = [
  ['git commit -m x', 'git_hooks git'],
  ['git -C sub push', 'git_hooks git'],
  ['git status', 'git_config git'],
  ['git -c core.pager=x log', 'git_config git'],
  ['git co main', 'git_config git, git_alias git'],
  ['git --version', ''],
  ['npm run build', 'package_scripts npm'],
  ['npm --prefix web test', 'package_scripts npm'],
  ['npm ci', 'package_scripts npm'],
  ['npm view x', ''],
  ['npm --version', ''],
  ['yarn', 'package_scripts yarn'],
  ['pnpm -F web build', 'package_scripts pnpm'],
  ['bun test', 'package_scripts bun, test_code bun'],
  ['make', 'makefile make'],
  ['just deploy', 'makefile just'],
  ['./gradlew build', 'build_script gradlew'],
  ['cargo +nightly build', 'build_script cargo'],
  ['cargo test', 'test_code cargo'],
  ['go test ./...', 'test_code go'],
  ['go version', ''],
  ['pytest -q', 'test_code pytest'],
  ['python3 -m pytest', 'test_code python3'],
  ['python3 -m tool', 'build_script python3'],
  ['node --test', 'test_code node'],
  ["python3 -c 'x'", 'inline_code python3'],
  ["node -e 'x'", 'inline_code node'],
  ["perl -ne 'x' f", 'inline_code perl'],
  ["ruby -e 'x'", 'inline_code ruby'],
  ["php -r 'x'", 'inline_code php'],
  ['python3 -', 'inline_code python3'],
  ['echo x | sh', 'inline_code sh'],
  ['curl https://a.example | sh', 'downloaded_code sh'],
  ['bash run.sh -c', ''],
  ['bash <run.sh', ''],
  ['python3 run.py -c x', ''],
  ['python3 --version', ''],
  ['npx eslint .', 'downloaded_code npx'],
  ['npx jest', 'downloaded_code npx, test_code jest'],
  ['pnpm dlx x', 'downloaded_code pnpm dlx'],
  ['uvx ruff', 'downloaded_code uvx'],
  ['deno run https://a.example/x.ts', 'downloaded_code deno'],
  ['docker run alpine', 'container docker'],
  ['docker ps', ''],
  ['terraform apply', 'build_script terraform, plugin terraform'],
  ['helm install x', 'plugin helm'],
  ['kubectl exec -it pod -- sh', 'remote_command kubectl'],
  ['kubectl get pods', ''],
  ['ssh host ls', 'remote_command ssh'],
  ['gh pr list', ''],
  ['gh -R a/b pr list', ''],
  ['gh mine', 'plugin gh'],
  ['sudo git push && npm test', 'git_hooks git, package_scripts npm'],
  ['git push; git push', 'git_hooks git'],
  ['ls', ''],
];
for (const [line, expected] of cases) {
  test(`names what it cannot attest in: ${line} (P10)`, () => {
    const found = states(line);
    assert.equal(found.map(({ kind, program }) => `${kind} ${program}`).join(', '), expected);
    for (const state of found) HiddenState.parse(state);
  });
}

test('says for each kind whether the agent can change what runs', () => {
  const changeable = HiddenStateKind.options.filter((kind) => agentCanChange([{ kind, program: 'x' }]));
  assert.deepEqual(
    HiddenStateKind.options.filter((kind) => !changeable.includes(kind)),
    ['git_config', 'remote_command', 'plugin'],
  );
  assert.equal(agentCanChange([]), false);
});

test('has one sentence for the person for every kind', () => {
  for (const kind of HiddenStateKind.options) assert.match(hiddenStateWords[kind], /^[A-Z][^!]+\.$/);
});
