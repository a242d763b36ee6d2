// Where a value may lie that the vault does not hold: each scheme with one short line and an example. Holds text only.
import type { ReferenceScheme } from '../../app/contract/reference.ts';

export interface SchemeWords {
  readonly name: string;
  readonly example: string;
  readonly says: string;
}

export const schemeWords: Readonly<Record<ReferenceScheme, SchemeWords>> = {
  'op:': {
    name: '1Password',
    example: 'op://Work/GitHub/token',
    says: 'Vault, item and field, read with the program op.',
  },
  'bw:': { name: 'Bitwarden', example: 'bw://GitHub/password', says: 'Item and field, read with the program bw.' },
  'pass:': { name: 'pass', example: 'pass:work/github', says: 'The first line of an entry, or #field of it.' },
  'keepassxc:': {
    name: 'KeePassXC',
    example: 'keepassxc:/home/me/work.kdbx#Work/GitHub@Password',
    says: 'A database without password (a key file may follow as ?keyfile=), the entry, its attribute.',
  },
  'vault:': {
    name: 'HashiCorp Vault',
    example: 'vault:secret/data/app#password',
    says: 'Path and key, at VAULT_ADDR.',
  },
  'bao:': { name: 'OpenBao', example: 'bao:secret/data/app#password', says: 'Path and key, at BAO_ADDR.' },
  'aws-sm:': {
    name: 'AWS Secrets Manager',
    example: 'aws-sm:prod/db#password',
    says: 'Name of the secret, and a key when it is JSON. Read with the program aws.',
  },
  'env:': { name: 'Variable', example: 'env:GITHUB_TOKEN', says: 'A variable of your login shell.' },
  'file:': { name: 'File', example: 'file:/home/me/.config/app/token', says: 'The whole file, by its full path.' },
  'cmd:': {
    name: 'Command',
    example: 'cmd:secret-tool lookup service github',
    says: 'What a program prints. No shell reads it.',
  },
};
