// Programs that publish packages. A build runs code of the project and is unknown.
import type { ToolRisk } from '../tool-risk.ts';

const elsewhere =
  '--index-url|-i|--extra-index-url|--index|--default-index|--find-links|--proxy|--cert|--trusted-host|--config-file';

const twine = {
  names: ['twine'],
  target: 'PyPI',
  flags: '--strict --non-interactive --verbose',
  values: '-r --repository',
  but: { '--repository-url|--config-file|--cert|--client-cert|-s|--sign|--sign-with': 'unknown' },
  verbs: { check: 'read', 'upload|register': 'write' },
} as const satisfies ToolRisk;

const pip = {
  names: ['pip', 'pip3'],
  target: 'Python packages',
  flags: '-v --verbose -q --quiet --outdated -o --uptodate --user --local -f',
  values: '--format --path',
  but: { [elsewhere]: 'unknown' },
  verbs: {
    'list|show|freeze|check|help': 'read',
    'config get': 'disclose',
    'config list': 'disclose',
    download: 'unknown',
    cache: 'unknown',
    uninstall: 'delete',
    'cache purge|remove': 'delete',
  },
} as const satisfies ToolRisk;

const uv = {
  names: ['uv'],
  target: 'PyPI',
  flags: '-q --quiet --no-progress --outdated',
  but: { [`${elsewhere}|--publish-url|--directory|--project`]: 'unknown' },
  verbs: {
    'pip list|show|freeze|check': 'read',
    'cache dir': 'read',
    publish: 'write',
    version: 'write',
    'pip uninstall': 'delete',
    'cache clean|prune': 'delete',
    remove: 'delete',
    'auth token': 'disclose',
  },
} as const satisfies ToolRisk;

const poetry = {
  names: ['poetry'],
  target: 'PyPI',
  flags: '-q --quiet --tree -t --latest -l --outdated -o',
  but: { '-C|--directory|-P|--project': 'unknown' },
  verbs: { 'show|check|about': 'read', 'publish|version|lock': 'write', remove: 'delete', config: 'unknown' },
} as const satisfies ToolRisk;

const cargo = {
  names: ['cargo'],
  target: 'crates.io',
  flags: '-q --quiet --list',
  values: '--limit --version --vers',
  but: { '--registry|--index|--config|--manifest-path|-Z|-C': 'unknown' },
  verbs: {
    'search|info|pkgid|locate-project': 'read',
    'publish|login': 'write',
    owner: { is: 'write', but: { '-r|--remove': 'delete' } },
    yank: 'delete',
    'uninstall|clean|logout|remove': 'delete',
  },
} as const satisfies ToolRisk;

const gem = {
  names: ['gem'],
  target: 'RubyGems',
  flags: '-l --local -r --remote -a --all -q --quiet',
  but: { '--host|-s|--source|-p|--http-proxy|--config-file|--key|-k|-C': 'unknown' },
  verbs: {
    'list|search|info|specification|which|outdated': 'read',
    'push|owner': 'write',
    'yank|uninstall|cleanup|signout': 'delete',
  },
} as const satisfies ToolRisk;

export const publishing: readonly ToolRisk[] = [twine, pip, uv, poetry, cargo, gem];
