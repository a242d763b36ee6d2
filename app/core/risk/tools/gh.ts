// GitHub's command line.
import { jqReadsEnvironment } from '../jq-risk.ts';
import { graphqlRisk, methodRisk, overridesMethod, sendsFile } from '../method-risk.ts';
import type { ToolRisk } from '../tool-risk.ts';
import { has, type Use, valuesOf } from '../use.ts';

export const gh = {
  names: ['gh'],
  target: 'GitHub',
  flags: `-w --web -c --comments -i --include --paginate --slurp --silent --verbose -v --archived --fork --source --watch
    --fail-fast --required --exit-status --log --log-failed --compact --draft -d --name-only --patch --color -a --all
    --exclude-drafts --exclude-pre-releases --files -r --raw --active --no-archived --public --secret -y --yes`,
  values: `-R --repo -q --jq --hostname -L --limit -t --template --json -s --state -S --search -l --label --assignee -A --author -B --base -H
    --head --header -m --milestone --app --workflow -b --branch -e --env -u --user --job -j --created --commit --order
    --sort -o --org --owner --topic --language --visibility -p --preview -X --method -f --raw-field -F --field --input --cache
    --interval --status --event --attempt -k --key --match --repo-owner --filename --updated --involves --mentions --extension`,
  but: {
    '--hostname': 'unknown',
    '-R|--repo': (value) => (/:\/\/|^[^/]*\.[^/.]*\/|\/[^/]*\//.test(value) ? 'unknown' : 'read'),
    '-q|--jq': (value) => (jqReadsEnvironment(value) ? 'disclose' : 'read'),
  },
  verbs: {
    api: apiRisk,
    'auth token': 'disclose',
    'auth status': { is: 'read', but: { '-t|--show-token': 'disclose' } },
    'auth login|refresh|setup-git|switch': 'write',
    'auth logout': 'delete',
    'config get': (use) => (use.operands.some((word) => /token/i.test(word)) ? 'disclose' : 'read'),
    'config set|clear-cache': 'unknown',
    'pr|issue|repo|release|run|workflow|gist|label|project|cache|ruleset|org|ssh-key|gpg-key|codespace view|list|status|diff|checks|check|watch|item-list|field-list':
      (use) => (foreignAddress(use) || foreignRepository(use) ? 'unknown' : 'read'),
    'secret|variable|extension|alias list': 'read',
    'variable get': 'read',
    'search repos|issues|prs|code|commits': 'read',
    'browse|status': 'read',
    'pr create|edit|comment|review|merge|ready|reopen|close|checkout|update-branch|lock|unlock|revert': 'write',
    'issue create|edit|comment|reopen|close|pin|unpin|lock|unlock|transfer|develop': 'write',
    'repo create|clone|fork|edit|rename|sync|archive|unarchive|set-default': {
      is: 'write',
      but: { '--force': 'delete' },
    },
    'release create|edit|upload|download': { is: 'write', but: { '--clobber': 'delete' } },
    'run rerun|cancel|download': 'write',
    'workflow run|enable|disable': 'write',
    'gist create|edit|clone|rename': 'write',
    'label create|edit|clone': 'write',
    'project create|edit|copy|close|link|unlink|item-add|item-create|item-edit|item-archive|field-create': 'write',
    'secret|variable set': 'write',
    'ssh-key|gpg-key add': 'write',
    'pr|issue|repo|release|run|gist|label|project|cache|secret|variable|ssh-key|gpg-key|codespace delete|delete-asset|item-delete|field-delete|remove':
      'delete',
  },
} as const satisfies ToolRisk;

function apiRisk(use: Use) {
  const [, endpoint = ''] = use.operands;
  const fields = valuesOf(use, '-f|--raw-field|-F|--field');
  if (valuesOf(use, '-H|--header').some(overridesMethod) || foreignAddress(use)) return 'unknown';
  if (/access_tokens|registration-token|remove-token|generate-jitconfig/.test(endpoint)) return 'disclose';
  if (/\$|^$/.test(endpoint)) return 'unknown';
  if (/graphql\/?$/.test(endpoint)) return has(use, '--input') ? 'unknown' : graphqlRisk(fields);
  const done = methodRisk(valuesOf(use, '-X|--method'), fields.length > 0 || has(use, '--input'));
  return done === 'read' && sendsFile(fields) ? 'unknown' : done;
}

/** gh takes a whole address, and then talks to its host. */
function foreignAddress(use: Use): boolean {
  return use.operands.some((word) => /:\/\//.test(word) && !/^https:\/\/(?:api\.)?github\.com\/[^\\]*$/.test(word));
}

/** `HOST/OWNER/REPO`, `git@HOST:OWNER/REPO` */
function foreignRepository(use: Use): boolean {
  return use.operands.some((word) => /^[^/\s]*\.[^/\s.]*\/[^/]+\/|^\S+@\S+:/.test(word));
}
