// The secrets that the speed is measured with, in about the shares that a vault holds. Made from a seed; none of them is real.
import { SecretName } from '../../app/contract/vocabulary.ts';
import type { SecretValue } from '../../app/core/redaction/matcher.ts';
import type { Chance } from './chance.ts';
import { chanceFrom } from './chance.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const base64 = `${letters}+/`;
const printable = `${letters}!"#$%&'()*+,-./:;<=>?@[\\]^_\`{|}~`;
const hex = '0123456789abcdef';

/** Of ten: four tokens, two passwords with signs, two JWTs, a hex key, and a URL with a password; each 25th is a PEM. */
export function someSecrets(count: number): readonly SecretValue[] {
  const chance = chanceFrom(count);
  return Array.from({ length: count }, (_, i) => ({
    name: SecretName.parse(`bench/s${i}`),
    value: valueLike(i, chance),
  }));
}

function valueLike(i: number, chance: Chance): string {
  if (i % 25 === 24) return pem(chance);
  switch (i % 10) {
    case 3:
    case 7:
      return chance.text(16 + chance.below(9), printable);
    case 4:
      return chance.text(64, hex);
    case 5:
      return `postgres://app${i}:${chance.text(20, printable.replace(/[/@:?#\\]/g, ''))}@db-${i}.internal:5432/app`;
    case 6:
    case 9:
      return jwt(i, chance);
    default:
      return chance.oneOf(['ghp_', 'sk-proj-', 'xoxb-', 'glpat-', 'AKIA', 'npm_']) + chance.text(36, letters);
  }
}

function pem(chance: Chance): string {
  const body = chance.text(1592, base64).replace(/.{64}/g, '$&\n');
  return ['-----BEGIN PRIVATE', `KEY-----\n${body}==\n-----END PRIVATE`, 'KEY-----\n'].join(' ');
}

function jwt(i: number, chance: Chance): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = { sub: chance.text(20, letters), iat: 1_763_000_000 + i, scope: 'read write', aud: 'api' };
  return [part({ alg: 'HS256', typ: 'JWT' }), part(payload), chance.text(43, `${letters}-_`)].join('.');
}
