// npm and its kin. An install runs the scripts of what it installs, and yarn, pnpm and bun run a script of the project for
// any word they do not know: only words that each of their versions knows may be a read.
import type { ToolRisk } from '../tool-risk.ts';
import type { Use } from '../use.ts';

const elsewhere =
  '--registry|--userconfig|--globalconfig|--prefix|-C|--dir|--cwd|--node-options|--script-shell|--proxy|--https-proxy|--noproxy|--cafile|--ca|--strict-ssl|--no-strict-ssl|--git|--shell|--editor|--viewer|--browser|--config|-c';
const config = (use: Use) =>
  use.operands.some((word) => /auth|token|password|cert|key/i.test(word)) ? 'disclose' : 'read';
/** A name of the registry; `user/repo`, an address or a folder is fetched, and may be built. */
const ofPackage = (use: Use) =>
  /^(?:@[\w.-]+\/)?\w[\w.-]*(?:@[\w.^~<>=*-]+)?$/.test(use.operands[1] ?? '.') ? 'read' : 'unknown';

const npmCli = {
  names: ['npm'],
  target: 'npm',
  flags:
    '--json -g --global -a --all --long -l --parseable -p --production --prod --omit --include --workspaces -ws --dry-run --no-audit',
  values: '--depth -w --workspace --audit-level --otp --tag --access --loglevel',
  but: { [elsewhere]: 'unknown' },
  verbs: {
    'view|info|show|v': ofPackage,
    'ls|list|ll|la|outdated|search|whoami|ping|explain|why|fund|root|help': 'read',
    audit$: 'read',
    'audit signatures': 'read',
    'dist-tag|dist-tags ls|list': 'read',
    'owner|profile ls|list|get': 'read',
    'access list|get': 'read',
    'config get': config,
    token: 'disclose',
    'token revoke|delete|rm': 'delete',
    'publish|version|deprecate|pack|login|adduser|star|unstar|shrinkwrap': 'write',
    'dist-tag|dist-tags add|set': 'write',
    'owner|access|profile add|set|grant|revoke': 'write',
    'unpublish|uninstall|remove|rm|un|r|prune|logout': 'delete',
    'dist-tag|dist-tags|owner rm|remove': 'delete',
    'cache clean': 'delete',
  },
} as const satisfies ToolRisk;

const pnpm = {
  names: ['pnpm'],
  target: 'npm',
  flags: '--json -g --global --long -r --recursive --prod -P --dev -D',
  values: '--depth --filter -F',
  but: { [elsewhere]: 'unknown' },
  verbs: {
    view: ofPackage,
    'list|ls|why|outdated|audit': 'read',
    'config get': config,
    'publish|version|pack|login': 'write',
    'remove|rm|uninstall|prune|unpublish': 'delete',
  },
} as const satisfies ToolRisk;

const yarn = {
  names: ['yarn'],
  target: 'npm',
  flags: '--json --recursive -R',
  but: { [elsewhere]: 'unknown' },
  verbs: { info: ofPackage, why: 'read', publish: 'write', 'npm publish': 'write', remove: 'delete' },
} as const satisfies ToolRisk;

const bun = {
  names: ['bun'],
  target: 'npm',
  but: { [elsewhere]: 'unknown' },
  verbs: {
    'pm ls|whoami|bin|hash': 'read',
    outdated: 'read',
    publish: 'write',
    'remove|rm': 'delete',
    'pm cache': 'delete',
  },
} as const satisfies ToolRisk;

export const npm: readonly ToolRisk[] = [npmCli, pnpm, yarn, bun];
