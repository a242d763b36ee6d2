// Other keepers of secrets: what they print is the point of them.
import type { ToolRisk } from '../tool-risk.ts';

const target = 'another password store';

const op = {
  names: ['op'],
  target,
  flags: '--format --cache',
  values: '--vault --account --tags --categories',
  verbs: {
    read: 'disclose',
    inject: 'disclose',
    'item|document get|share': 'disclose',
    'item|document|vault|user|group list': 'read',
    'vault get': 'read',
    whoami: 'read',
    'item|document|vault create|edit|move': 'write',
    'item|document|vault delete': 'delete',
  },
} as const satisfies ToolRisk;

const vault = {
  names: ['vault', 'bao'],
  target,
  oneDash: true,
  flags: '-detailed',
  values: '-format -mount -namespace',
  but: { '-address|-agent-address|-ca-cert|-tls-skip-verify|-output-curl-string': 'unknown' },
  verbs: {
    'kv get': 'disclose',
    'read|unwrap|login|print': 'disclose',
    'token create|lookup': 'disclose',
    'status|version': 'read',
    'kv list': 'read',
    'kv metadata get|list': 'read',
    'secrets|auth|policy|audit list': 'read',
    'kv put|patch|rollback|undelete': 'write',
    write: 'write',
    'policy write': 'write',
    'kv delete|destroy': 'delete',
    'kv metadata delete': 'delete',
    delete: 'delete',
    'token|lease revoke': 'delete',
  },
} as const satisfies ToolRisk;

const doppler = {
  names: ['doppler'],
  target,
  flags: '--json --only-names',
  values: '-p --project -c --config',
  but: { '--api-host|-t|--token|--configuration': 'unknown' },
  verbs: {
    'secrets|configure': 'disclose',
    'secrets get|download': 'disclose',
    'projects|configs|environments$': 'read',
    'secrets set|upload': 'write',
    'secrets delete': 'delete',
    'projects|configs|environments delete': 'delete',
    'configs tokens create': 'disclose',
  },
} as const satisfies ToolRisk;

const bw = {
  names: ['bw'],
  target,
  flags: '--raw --pretty --quiet',
  values: '--session',
  verbs: {
    'get|list|export|unlock|login': 'disclose',
    status: 'read',
    'create|edit|sync|lock': 'write',
    'delete|logout': 'delete',
  },
} as const satisfies ToolRisk;

const pass = {
  names: ['pass', 'gopass'],
  target,
  verbs: {
    'show|otp': 'disclose',
    'ls|list|find$': 'read',
    'insert|add|edit|generate|cp|copy|init': 'write',
    'rm|remove|delete|mv|rename': 'delete',
  },
} as const satisfies ToolRisk;

const security = {
  names: ['security', 'secret-tool'],
  target: 'the keychain',
  flags: '-w -g',
  verbs: {
    'find-generic-password|find-internet-password|dump-keychain|export|lookup|search': 'disclose',
    'list-keychains|show-keychain-info': 'read',
    'add-generic-password|add-internet-password|store': 'write',
    'delete-generic-password|delete-internet-password|delete-keychain|clear': 'delete',
  },
} as const satisfies ToolRisk;

export const secretTools: readonly ToolRisk[] = [op, vault, doppler, bw, pass, security];
