// Known programs whose words don't show all that they run, as a table.
import type { HiddenStateKind } from '../../contract/hidden-state.ts';

export interface HiddenUse {
  readonly kinds: readonly HiddenStateKind[];
  /** First words of the uses it is about; not given: all uses. */
  readonly verbs?: ReadonlySet<string>;
  /** First words of the uses it is not about. */
  readonly except?: ReadonlySet<string>;
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Options in front of the verb that take the next word. */
export const verbOptions: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['git', set('-C -c --git-dir --work-tree --namespace --exec-path --config-env --super-prefix')],
  ['npm', set('--prefix -w --workspace -C')],
  ['pnpm', set('-C --dir -F --filter')],
  ['yarn', set('--cwd')],
  ['bun', set('--cwd -r --preload')],
  ['go', set('-C')],
  ['cargo', set('-C --config --color -Z --manifest-path')],
  ['docker', set('-c --context -H --host -l --log-level --config')],
  ['podman', set('-c --connection --url --root --log-level')],
  ['kubectl', set('-n --namespace --context --cluster --user --kubeconfig -s --server --token --as')],
  ['helm', set('-n --namespace --kube-context --kubeconfig')],
  ['gh', set('-R --repo --hostname')],
  ['gcloud', set('--project --account --configuration')],
  ['aws', set('--profile --region --output --endpoint-url --query')],
]);

/** What git itself knows; any other verb is an alias or a program called `git-…`. */
const gitVerbs = set(
  'add am annotate apply archive bisect blame branch bundle cat-file check-attr check-ignore check-mailmap checkout cherry cherry-pick clean clone commit config count-objects credential describe diff diff-files diff-index diff-tree difftool fetch filter-branch for-each-ref format-patch fsck gc grep gui hash-object help init instaweb log ls-files ls-remote ls-tree maintenance merge merge-base merge-file merge-tree mergetool mv name-rev notes pack-refs prune pull push range-diff rebase reflog remote repack replace request-pull rerere reset restore rev-list rev-parse revert rm send-email shortlog show show-branch show-ref sparse-checkout stash status submodule switch symbolic-ref tag update-index update-ref var verify-commit verify-tag version whatchanged worktree write-tree',
);
const gitHookVerbs = set(
  'am bisect checkout cherry-pick clone commit filter-branch gc merge pull push rebase revert send-email stash submodule switch worktree',
);
const npmLooks = set(
  'bin bugs cache config docs doctor explain find fund help info list login logout ls outdated owner ping prefix profile repo root search show team token view whoami why',
);
const ghVerbs = set(
  'agent-task alias api attestation auth browse cache codespace co completion config gist gpg-key help issue label org pr preview project release repo ruleset run search secret ssh-key status variable version workflow',
);
const kubectlVerbs = set(
  'alpha annotate api-resources api-versions apply attach auth autoscale certificate cluster-info completion config cordon cp create debug delete describe diff drain edit events exec explain expose get help kustomize label logs options patch port-forward proxy replace rollout run scale set taint top uncordon version wait',
);

/** By the program's name without its folder. A program may stand here more than once. */
export const hiddenUses: readonly (readonly [ReadonlySet<string>, HiddenUse])[] = [
  [set('git'), { kinds: ['git_hooks'], verbs: gitHookVerbs }],
  [set('git'), { kinds: ['git_config'], except: new Set([...gitHookVerbs, 'version', 'help']) }],
  [set('git'), { kinds: ['git_alias'], except: gitVerbs }],
  [set('npm pnpm yarn bun'), { kinds: ['package_scripts'], except: npmLooks }],
  [set('make gmake just task rake ninja'), { kinds: ['makefile'] }],
  [
    set(
      'gradle gradlew mvn mvnw ant cmake bazel meson scons sbt lein mix msbuild xcodebuild vite webpack rollup next nuxt astro turbo nx gulp grunt lerna tsup esbuild poetry pulumi ansible ansible-playbook cdk serverless sam fastlane bundle',
    ),
    { kinds: ['build_script'] },
  ],
  [set('pip pip3'), { kinds: ['build_script'], except: set('list show freeze check config cache help') }],
  [set('terraform tofu'), { kinds: ['build_script', 'plugin'], except: set('version fmt') }],
  [set('go'), { kinds: ['build_script'], verbs: set('generate run install') }],
  [
    set('cargo'),
    { kinds: ['build_script'], verbs: set('build b run r check c clippy doc install publish package bench') },
  ],
  [set('dotnet'), { kinds: ['build_script'], verbs: set('build run publish pack restore msbuild') }],
  [set('swift'), { kinds: ['build_script'], verbs: set('build run package') }],
  [set('uv'), { kinds: ['build_script'], verbs: set('run sync pip build publish add lock') }],
  [set('deno'), { kinds: ['package_scripts'], verbs: set('task') }],
  [
    set(
      'jest vitest mocha pytest py.test tox nox phpunit rspec playwright ava tap tape cypress karma jasmine ctest behave cucumber',
    ),
    { kinds: ['test_code'] },
  ],
  [set('go dotnet swift mix deno bun'), { kinds: ['test_code'], verbs: set('test') }],
  [set('cargo'), { kinds: ['test_code'], verbs: set('test t bench nextest') }],
  [set('uvx pipx'), { kinds: ['downloaded_code'] }],
  [
    set('docker podman nerdctl'),
    { kinds: ['container'], verbs: set('run build buildx compose exec create start stack') },
  ],
  [set('docker-compose podman-compose'), { kinds: ['container'] }],
  [set('kubectl oc'), { kinds: ['remote_command'], verbs: set('exec run debug attach') }],
  [set('ssh mosh'), { kinds: ['remote_command'] }],
  [set('gh'), { kinds: ['plugin'], except: ghVerbs }],
  [set('kubectl'), { kinds: ['plugin'], except: kubectlVerbs }],
  [set('helm'), { kinds: ['plugin'] }],
];
