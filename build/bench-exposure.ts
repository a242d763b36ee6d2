// What an exposure scan costs beside plainly reading the same files, and for how long it keeps the main thread at a time.
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { eventLoopPause } from '../app/adapters/event-loop-pause.ts';
import { ExposureWalk } from '../app/adapters/exposure-walk.ts';
import type { ScanRoot } from '../app/contract/health.ts';
import { SystemRandomness } from '../app/core/crypto/randomness.ts';
import { ExposureScan } from '../app/core/scan/exposure-scan.ts';
import { type TestSecret, testSecret, testVault } from '../app/core/scan/vault-secrets.testkit.ts';
import { say } from './step.ts';

const megabytes = 100;
const fileBytes = 256 * 1024;
const walk = new ExposureWalk();
const randomness = new SystemRandomness();

/** Prints one row for each size of vault. Some 30 s, and 100 MB in the folder for temporary files. */
export async function benchExposure(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-bench-'));
  try {
    const secrets = Array.from({ length: 10_000 }, (_, i) => testSecret(`bench/${i}`, { value: valueLike(i) }));
    await plant(folder, secrets);
    const roots: readonly ScanRoot[] = [{ kind: 'folder', path: folder }];
    const read = await timed(() => readAll(roots));
    say(`read ${megabytes} MB of files, nothing else: ${speed(read.ms)} MB/s`);
    for (const size of [100, 1000, 10_000]) await benchVault(roots, secrets.slice(0, size), read.ms);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function benchVault(roots: readonly ScanRoot[], secrets: readonly TestSecret[], readMs: number): Promise<void> {
  const scan = new ExposureScan({ secrets: testVault(secrets), walk, pause: eventLoopPause, randomness });
  const delays = monitorEventLoopDelay({ resolution: 1 });
  let indexed = 0;
  const began = performance.now();
  delays.enable();
  const onProgress = ({ files }: { readonly files: number }): void => {
    if (files === 0) indexed = performance.now() - began;
  };
  const report = await scan.run(roots, onProgress, new AbortController().signal);
  const ms = performance.now() - began - indexed;
  delays.disable();
  say(`exposure scan with ${secrets.length} secrets: indexed in ${indexed.toFixed(0)} ms, then ${speed(ms)} MB/s`);
  say(`  ${(ms / readMs).toFixed(1)} times the plain read, ${report.findings.length} findings`);
  say(`  main thread kept at a time: p50 ${at(delays, 50)} ms, p99 ${at(delays, 99)} ms, most ${at(delays, 100)} ms`);
}

/** A token, each third a password with signs, each fiftieth a key with many lines. */
function valueLike(i: number): string {
  if (i % 50 === 0) {
    const body = randomBytes(1200).toString('base64').replace(/.{64}/g, '$&\n');
    return ['-----BEGIN PRIVATE', `KEY-----\n${body}\n-----END PRIVATE`, 'KEY-----\n'].join(' ');
  }
  return i % 3 === 0
    ? randomBytes(15)
        .toString('latin1')
        .replace(/[^!-~]/g, '&') + i
    : randomBytes(24).toString('base64');
}

/** Logs, lines of JSON and base64, with a secret in each tenth file. */
async function plant(folder: string, secrets: readonly TestSecret[]): Promise<void> {
  for (let i = 0; i < (megabytes * 1_000_000) / fileBytes; i++) {
    const parent = join(folder, `project-${i % 16}`);
    await mkdir(parent, { recursive: true });
    const text = textLike(i);
    const planted = i % 10 === 0 ? (secrets[i]?.values.value ?? '') : '';
    await writeFile(
      join(parent, `file-${i}`),
      `${text.slice(0, fileBytes / 2)}\n${planted}\n${text.slice(fileBytes / 2)}`,
    );
  }
}

function textLike(i: number): string {
  if (i % 8 === 0) return randomBytes((fileBytes / 4) * 3).toString('base64');
  const line = (k: number): string =>
    i % 2 === 0
      ? `[2026-11-22T06:00:${k % 60}] build: transformed src/components/${(k * 7919).toString(36)}.ts in ${k % 900} ms\n`
      : `{"type":"user","message":{"content":"step ${k}\\nrun the tests of ${(k * 104729).toString(36)}"},"ok":true}\n`;
  return Array.from({ length: fileBytes / 80 }, (_, k) => line(k + i))
    .join('')
    .slice(0, fileBytes);
}

async function readAll(roots: readonly ScanRoot[]): Promise<void> {
  for await (const _ of walk.walk(roots, new AbortController().signal));
}

async function timed(work: () => Promise<void>): Promise<{ ms: number }> {
  const began = performance.now();
  await work();
  return { ms: performance.now() - began };
}

function speed(ms: number): string {
  return (megabytes / (ms / 1000)).toFixed(0);
}

function at(delays: { percentile(percent: number): number }, percent: number): string {
  return (delays.percentile(percent) / 1e6).toFixed(1);
}
