// What the speed is measured on: an ordinary build log, base64, and streams made to be slow. The same seed, the same bytes.
import type { SecretValue } from '../../app/core/redaction/matcher.ts';
import type { Chance } from './chance.ts';
import { chanceFrom } from './chance.ts';

export interface Stream {
  readonly name: string;
  readonly bytes: Buffer;
}

export const chunkBytes = 64 * 1024;

export function chunksOf(bytes: Buffer, length = chunkBytes): readonly Buffer[] {
  const count = Math.ceil(bytes.length / length);
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * length, (i + 1) * length));
}

/** The streams by which this engine is judged; the near-misses are made from the secrets that it searches for. */
export function streamsOver(secrets: readonly SecretValue[], length: number): readonly Stream[] {
  return [
    { name: 'build log', bytes: buildLog(secrets, length) },
    { name: 'base64', bytes: base64Text(length) },
    { name: 'near misses', bytes: nearMisses(secrets, length, 'anywhere') },
    { name: 'beginnings', bytes: nearMisses(secrets, length, 'start') },
    { name: 'one letter', bytes: oneLetterLines(length) },
  ];
}

/** Lines as compilers, package tools, test runners and servers write them; a secret leaks in each thousandth. */
export function buildLog(secrets: readonly SecretValue[], length: number): Buffer {
  const chance = chanceFrom(1);
  let lines = 0;
  return filled(length, () => {
    lines++;
    const leak = lines % 1000 === 0 ? secrets[chance.below(secrets.length)] : undefined;
    return `${leak === undefined ? logLine(chance) : `+ curl -H 'Authorization: Bearer ${leak.value}'`}\n`;
  });
}

export function base64Text(length: number): Buffer {
  const chance = chanceFrom(2);
  return filled(length, () => {
    const bytes = Buffer.from(Array.from({ length: 57 }, () => chance.below(256)));
    return `${bytes.toString('base64')}\n`;
  });
}

/**
 * Every 80 bytes a piece of a value that is too short to be a leak: 10 characters from anywhere, or the first 8. What stands
 * beside it does not go on with it.
 */
export function nearMisses(secrets: readonly SecretValue[], length: number, from: 'start' | 'anywhere'): Buffer {
  const characters = from === 'start' ? 8 : 10;
  const chance = chanceFrom(3);
  return filled(length, () => {
    const value = secrets[chance.below(secrets.length)]?.value ?? '';
    const start = from === 'start' ? 0 : chance.below(Math.max(1, value.length - characters));
    const end = start + characters;
    const before = otherThan(value.slice(0, start).replace(notAlphanumeric, '').at(-1));
    const after = otherThan(value.slice(end).replace(notAlphanumeric, '')[0]);
    const filler = logLine(chance)
      .replaceAll('\n', ' ')
      .padEnd(80)
      .slice(0, 77 - characters);
    return `${filler}${before}${value.slice(start, end)}${after}\n`;
  });
}

/** Pieces of 10 characters of one value after another, nothing between them: the worst that a command can print. */
export function piecesOnly(secrets: readonly SecretValue[], length: number): Buffer {
  const chance = chanceFrom(4);
  return filled(length, () => {
    const value = secrets[chance.below(secrets.length)]?.value ?? '';
    const start = chance.below(Math.max(1, value.length - 10));
    return value.slice(start, start + 10);
  });
}

export function oneLetterLines(length: number): Buffer {
  const chance = chanceFrom(5);
  return filled(length, () => `${String.fromCharCode(97 + chance.below(26))}\n`);
}

const notAlphanumeric = /[^A-Za-z0-9]/g;

function otherThan(character: string | undefined): string {
  return character?.toLowerCase() === 'q' ? '7' : 'q';
}

function filled(length: number, next: () => string): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; ) at += bytes.write(next(), at) || length;
  return bytes;
}

const words =
  'config server client index router handler parser format stream buffer socket session request response cache worker'.split(
    ' ',
  );

function logLine(chance: Chance): string {
  const word = () => words[chance.below(words.length)] ?? '';
  const number = (below: number) => chance.below(below);
  const hex = (length: number) => chance.text(length, '0123456789abcdef');
  const path = () => `src/${word()}/${word()}-${word()}.ts`;
  const time = () => `2026-11-22T0${number(10)}:${10 + number(50)}:${10 + number(50)}.${100 + number(900)}Z`;
  switch (number(16)) {
    case 0:
      return `[${time()}] INFO  ${word()}: listening on 127.0.0.1:${3000 + number(6000)} pid=${number(60_000)}`;
    case 1:
      return `  \x1b[32m✓\x1b[0m ${word()} ${word()} returns the ${word()} when the ${word()} is closed (${number(900)} ms)`;
    case 2:
      return `npm warn deprecated ${word()}-${word()}@${number(9)}.${number(20)}.${number(9)}: use ${word()} instead`;
    case 3:
      return `${path()}(${number(900)},${number(80)}): error TS2345: Argument of type '${word()}' is not assignable to '${word()}'.`;
    case 4:
      return `#${number(30)} sha256:${hex(64)} ${number(90)}.${number(9)}MB / 92.4MB ${number(9)}.${number(9)}s`;
    case 5:
      return `   Compiling ${word()}-${word()} v${number(9)}.${number(30)}.${number(9)} (/home/dev/${word()}/crates/${word()})`;
    case 6:
      return `dist/assets/${word()}-${chance.text(8, 'ABCDEFabcdefghijkXYZ0123456789_-')}.js  ${number(900)}.${number(99)} kB │ gzip: ${number(90)}.${number(99)} kB`;
    case 7:
      return `{"level":"debug","time":${1_763_000 + number(9999)}${number(999)},"msg":"${word()} ${word()}","path":"/api/v1/${word()}/${number(9999)}","ms":${number(900)}}`;
    case 8:
      return `commit ${hex(40)} (${word()}/${word()})`;
    case 9:
      return `    at ${word()}.${word()} (/home/dev/app/node_modules/${word()}/lib/${word()}.js:${number(900)}:${number(80)})`;
    case 10:
      return `Get:${number(90)} http://deb.debian.org/debian bookworm/main amd64 lib${word()}${number(9)} amd64 ${number(9)}.${number(20)}-${number(9)} [${number(900)} kB]`;
    case 11:
      return `${word()}.o: gcc -O2 -Wall -fPIC -I/usr/include/${word()} -c ${word()}/${word()}.c -o build/${word()}.o`;
    case 12:
      return `GET /static/${word()}/${word()}.css?v=${hex(8)} ${chance.oneOf(['200', '304', '404'])} ${number(90)}ms - ${number(90_00)}`;
    case 13:
      return `  ${number(99)}% [${'='.repeat(number(30))}>${' '.repeat(number(10))}] ${number(999)}/${1000 + number(999)} ETA ${number(60)}s`;
    case 14:
      return `--- PASS: Test${word()}${word()} (${number(9)}.${number(99)}s)`;
    default:
      return `Resolving ${word()} and ${word()}: the ${word()} ${word()} was taken from the ${word()}, ${number(900)} of ${number(9000)} done`;
  }
}
