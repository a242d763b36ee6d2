// Ansible: a playbook does what its files say; its vault prints what it keeps.
import type { ToolRisk } from '../tool-risk.ts';
import { has, type Use } from '../use.ts';

const playbook = {
  names: ['ansible-playbook'],
  target: 'your hosts',
  flags: '--list-hosts --list-tasks --list-tags --syntax-check',
  judge: (use: Use) =>
    ({
      class: has(use, '--list-hosts|--list-tasks|--list-tags|--syntax-check') ? 'read' : 'unknown',
      words: [],
    }) as const,
} as const satisfies ToolRisk;

const vault = {
  names: ['ansible-vault'],
  target: 'encrypted files',
  verbs: { 'view|decrypt': 'disclose', 'encrypt|encrypt_string|create|edit|rekey': 'write' },
} as const satisfies ToolRisk;

export const ansible: readonly ToolRisk[] = [playbook, vault];
