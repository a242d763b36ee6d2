// git. What a repository's own configuration, hooks and attributes start is out of reach: they are not in the command.
import type { ToolRisk } from '../tool-risk.ts';
import { has, type Use, valuesOf } from '../use.ts';

const runsPrograms = {
  '--upload-pack|--receive-pack|--exec|--ext-diff|--textconv|--template|--config': 'unknown',
} as const;

export const git = {
  names: ['git'],
  target: 'this repository',
  flags: `-P --no-pager --oneline --graph --all --decorate --no-decorate --stat --shortstat --numstat --name-only --name-status --patch -p
    -s --short -b --branch --porcelain -z --cached --staged -w -v -vv --verbose -r --remotes -a --tags --heads --no-color --color
    --word-diff --summary --reverse --first-parent --merges --no-merges --follow --full-index --no-index --no-ext-diff --no-textconv
    -i -n -l -E -F -h -e --line-number --ignore-case --abbrev-ref --show-toplevel --is-inside-work-tree --verify -q --quiet --show-current
    --git-dir --list --count --left-right --no-renames --no-prefix --abbrev-commit --cherry-pick --merged --no-merged --others
    --exclude-standard -o -m -t --symref --refs --ignored --no-patch --dirty --always --is-ancestor --global --local --show-stash -R --ignore-all-space`,
  values: `-C -c --config-env --namespace --format --pretty --since --until --after --before --author --committer --grep -L -S -G -U
    --unified --max-count --skip --date --sort --contains --no-contains --points-at --diff-filter --get --get-all`,
  but: { '--output': 'write', '-O|--open-files-in-pager': 'unknown', ...runsPrograms },
  front: { '-c|--config-env|--exec-path|--git-dir|--work-tree|--super-prefix|--namespace|-p': 'unknown' },
  verbs: {
    'status|log|show|diff|shortlog|describe|blame|annotate|rev-parse|rev-list|ls-files|ls-tree|cat-file|merge-base|name-rev':
      'read',
    'for-each-ref|show-ref|whatchanged|count-objects|cherry|range-diff|diff-tree|diff-index|diff-files|check-ignore|grep':
      'read',
    'ls-remote': (use) => (use.operands.some((word) => /[:$]/.test(word)) ? 'unknown' : 'read'),
    branch: branchRisk,
    tag: tagRisk,
    checkout: (use) => (has(use, '-f|--force|-B|-p|--patch') || use.operands.includes('.') ? 'delete' : 'write'),
    push: pushRisk,
    config: configRisk,
    remote$: 'read',
    'remote show|get-url': 'read',
    'remote add|rename|set-url|set-head|set-branches|update': 'write',
    'remote remove|rm|prune': 'delete',
    reflog$: 'read',
    'reflog show': 'read',
    'reflog expire|delete': 'delete',
    'stash list|show': 'read',
    'stash drop|clear': 'delete',
    stash$: 'write',
    'stash push|pop|apply|save|store|branch|create': 'write',
    'worktree list': 'read',
    'worktree add|move|lock|unlock': 'write',
    'worktree remove|prune': 'delete',
    'notes list|show': 'read',
    'notes add|append|edit|copy': 'write',
    'notes remove|prune': 'delete',
    'lfs ls-files|status': 'read',
    'lfs fetch|pull|push|track|untrack': 'write',
    'credential fill': 'disclose',
    'credential approve': 'write',
    'credential reject': 'delete',
    'credential-* get': 'disclose',
    'credential-* store': 'write',
    'credential-* erase': 'delete',
    'switch|reset': { is: 'write', but: { '-f|--force|--discard-changes|--hard|-C|--force-create': 'delete' } },
    rebase: { is: 'write', but: { '-x|--exec': 'unknown' } },
    clone: { is: 'write', but: { '-c|-u': 'unknown' } },
    'update-ref': { is: 'write', but: { '-d|--stdin': 'delete' } },
    'add|am|apply|cherry-pick|commit|fetch|pull|init|merge|mv|revert|bundle|archive|format-patch|repack|gc': 'write',
    'restore|rm|clean|prune|filter-branch|filter-repo': 'delete',
  },
} as const satisfies ToolRisk;

/** Before git 2.19 `-l` made a reflog, and so a branch: only `--list` is believed. */
function branchRisk(use: Use) {
  if (has(use, '-d|-D|--delete')) return 'delete';
  if (has(use, '-M|-C|-f|--force')) return 'delete';
  if (has(use, '-m|-c|-u|-t|--move|--copy|--set-upstream-to|--unset-upstream|--edit-description|--track'))
    return 'write';
  const lists = has(use, '--list|--merged|--no-merged|--contains|--no-contains|--points-at');
  return use.operands.length === 1 || lists ? 'read' : 'write';
}

function tagRisk(use: Use) {
  if (has(use, '-d|--delete|-f|--force')) return 'delete';
  if (has(use, '-a|-s|-m|-F|-u|-e|--annotate|--sign|--message|--file|--local-user|--edit')) return 'write';
  return use.operands.length === 1 || has(use, '-l|--list') ? 'read' : 'write';
}

/** `:branch` deletes, `+branch` overwrites. */
function pushRisk(use: Use) {
  const force = has(use, '-d|--delete|--mirror|--prune|-f|--force|--force-with-lease|--force-if-includes');
  if (force || use.operands.some((word) => /^[:+]/.test(word))) return 'delete';
  return use.operands.some((word) => /::|^\$/.test(word)) ? 'unknown' : 'write';
}

/** What is set may start a program (`core.sshCommand`, `alias.*`), and a whole list may hold credentials. */
function configRisk(use: Use) {
  const keys = [...valuesOf(use, '--get|--get-all'), ...use.operands.slice(1)];
  if (has(use, '--unset|--unset-all|--remove-section')) return 'delete';
  if (keys.some((key) => /extraheader|token|password|secret|credential|url\./i.test(key))) return 'disclose';
  return keys.length === 1 && /^[\w-]+\.[\w.-]+$/.test(keys[0] ?? '') && !has(use, '-e|--edit|-l|--list')
    ? 'read'
    : 'unknown';
}
