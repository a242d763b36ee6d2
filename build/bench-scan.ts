// What the scanner finds in its own examples and in ordinary files, and what it costs beside looking for an absent byte. Times are
// the processor's, so that a busy machine counts for less.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findSecretShapes, shapeRules } from '../app/core/scan/secret-shapes.ts';
import { shapeVectors } from '../app/core/scan/shape-vectors.testkit.ts';
import { say } from './step.ts';

const megabyte = 1_000_000;
const perKind = 25 * megabyte;
const textBytes = 4 * 1024 * 1024;
const repeats = 5;

/** Prints a row for each: examples, kinds of ordinary files, throughput on kinds of text, hostile text. About a minute. */
export function benchScan(): void {
  const finds = shapeVectors.flatMap(({ rule, finds: all }) => all.map((parts) => ({ rule, text: parts.join('') })));
  const misses = shapeVectors.flatMap(({ rule, misses: all }) => all.map((text) => ({ rule, text })));
  const hits = finds.filter(({ rule, text }) => findSecretShapes(text).some((found) => found.rule === rule));
  const wrong = misses.filter(({ rule, text }) => findSecretShapes(text).some((found) => found.rule === rule));
  say(
    `${shapeRules.length} kinds; finds ${hits.length} of ${finds.length} examples, and ${wrong.length} of ${misses.length} near misses`,
  );
  for (const [name, ending] of ordinaryKinds) reportOrdinary(name, ending);
  reportThroughput();
  reportHostile();
}

const ordinaryKinds = [
  ['package.json', /\/package\.json$/],
  ['*.md', /\.md$/],
  ['*.d.ts', /\.d\.[cm]?ts$/],
  ['*.js', /\.[cm]?js$/],
] as const;

function reportOrdinary(name: string, ending: RegExp): void {
  let bytes = 0;
  const found = new Map<string, number>();
  for (const path of filesIn('node_modules')) {
    if (!ending.test(path) || bytes > perKind) continue;
    bytes += statSync(path).size;
    for (const { rule } of findSecretShapes(readFileSync(path, 'utf8'))) found.set(rule, (found.get(rule) ?? 0) + 1);
  }
  const count = [...found.values()].reduce((sum, one) => sum + one, 0);
  const rules = [...found].map(([rule, times]) => `${rule} ${times}`).join(', ');
  const each = ((count / bytes) * megabyte).toFixed(2);
  say(
    `ordinary ${name}, ${(bytes / megabyte).toFixed(1)} MB: ${count} findings, ${each} per MB${rules && `: ${rules}`}`,
  );
}

function* filesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (entry.isFile() && statSync(path).size < megabyte) yield path;
  }
}

function reportThroughput(): void {
  const baseline = fastest(() => void absentIn.indexOf(0)) / absentIn.length;
  say(`indexOf of an absent byte: ${(1 / baseline / 1e6).toFixed(1)} GB/s`);
  for (const [name, text] of [
    ['build log', buildLog()],
    ['source', source()],
    ['base64', base64()],
  ] as const) {
    const each = fastest(() => void findSecretShapes(text)) / text.length;
    say(`  ${name}: ${(1 / each / 1e3).toFixed(0)} MB/s, ${((baseline / each) * 100).toFixed(2)} % of it`);
  }
}

const absentIn = Buffer.alloc(64 * 1024 * 1024, 'a');

/** Each word of a rule, and each near miss, as often as it takes: the slowest 64 KiB, and what twice as much takes. */
function reportHostile(): void {
  const units = [...shapeRules.flatMap(({ words }) => words), ...shapeVectors.flatMap(({ misses }) => misses)];
  const timed = units.map((unit) => ({ unit, ms: timeOf(filled(unit, 64 * 1024)) }));
  const slowest = timed.toSorted((a, b) => b.ms - a.ms).slice(0, 20);
  const growth = slowest.map(({ unit }) => timeOf(filled(unit, 1024 * 1024)) / timeOf(filled(unit, 512 * 1024)));
  const [worst] = slowest;
  say(`hostile: ${units.length} texts of one word or near miss; the worst 64 KiB took ${worst?.ms.toFixed(1)} ms`);
  say(`  1 MiB of the 20 slowest took at most ${Math.max(...growth).toFixed(2)} times as long as half of it`);
}

function timeOf(text: string): number {
  return fastest(() => void findSecretShapes(text), 4);
}

function filled(unit: string, length: number): string {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
}

/** In milliseconds. */
function fastest(work: () => void, times = repeats): number {
  const each = Array.from({ length: times }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...each);
}

function buildLog(): string {
  const line = (i: number): string =>
    `[2026-11-22T06:00:${String(i % 60).padStart(2, '0')}Z] build: transformed src/parts/${(i * 7919).toString(36)}.ts in ${i % 900} ms\n` +
    `npm http fetch GET 200 https://registry.example/@types%2fnode ${i % 300}ms (cache hit)\n`;
  return Array.from({ length: textBytes / 130 }, (_, i) => line(i)).join('');
}

function source(): string {
  const texts: string[] = [];
  let length = 0;
  for (const path of filesIn('app')) {
    if (length > textBytes || !path.endsWith('.ts') || path.includes('.test')) continue;
    length += texts.at(texts.push(readFileSync(path, 'utf8')) - 1)?.length ?? 0;
  }
  return texts.join('\n');
}

function base64(): string {
  let state = 1;
  const words = Uint32Array.from(
    { length: textBytes / 6 },
    () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0),
  );
  return Buffer.from(words.buffer).toString('base64');
}
