// GnuPG: what it does is said by an option.
import type { RiskClass } from '../../../contract/risk.ts';
import { gravest } from '../gravest.ts';
import type { ToolRisk } from '../tool-risk.ts';
import { has, type Use } from '../use.ts';

const commands: readonly (readonly [RiskClass, string])[] = [
  [
    'disclose',
    '-d|--decrypt|--decrypt-files|--export-secret-keys|--export-secret-subkeys|--export-secret-ssh-key|--show-session-key',
  ],
  ['delete', '--delete-keys|--delete-key|--delete-secret-keys|--delete-secret-key|--delete-secret-and-public-keys'],
  [
    'write',
    '-s|--sign|-b|--detach-sign|--clear-sign|--clearsign|-e|--encrypt|-c|--symmetric|--import|--gen-key|--full-generate-key',
  ],
  ['write', '--generate-key|--quick-generate-key|--edit-key|--sign-key|--recv-keys|--send-keys|--refresh-keys'],
  [
    'read',
    '-k|--list-keys|--list-public-keys|-K|--list-secret-keys|--fingerprint|--verify|--list-sigs|--list-packets|--export',
  ],
];

export const gpg = {
  names: ['gpg', 'gpg2'],
  target: 'PGP keys',
  flags: `--armor -a --with-colons --batch --keyid-format --with-fingerprint --with-keygrip --no-tty
    ${commands.map(([, names]) => names.replaceAll('|', ' ')).join(' ')}`,
  values: '-r --recipient -u --local-user -o --output',
  but: { '-o|--output': 'write' },
  judge: (use: Use) => {
    const found = commands.filter(([, names]) => has(use, names)).map(([one]) => one);
    return { class: gravest(found), words: [] };
  },
} as const satisfies ToolRisk;
