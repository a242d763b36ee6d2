// The programs that make the leaks of the corpus. Only who runs the generator needs them; a value reaches them by their input or by
// their environment, never as part of a command.
import { spawnSync } from 'node:child_process';

type Input = string | Buffer;

/** What a program prints for an input, as bytes. @throws Error when it is missing or fails */
export function bytesOf(program: string, args: readonly string[], input: Input = ''): Buffer {
  const { error, status, stdout } = run(program, args, input);
  if (error !== undefined || status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? status}`);
  return stdout;
}

/** The same as text; what it prints must be UTF-8. */
export function textOf(program: string, args: readonly string[], input: Input = ''): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesOf(program, args, input));
}

/** The text that a Python expression gives for the value `v`. */
export function python(expression: string, value: string): string {
  const imports = 'import base64, hashlib, html, json, quopri, shlex, sys, urllib.parse, zlib';
  return textOf(
    'python3',
    ['-c', `${imports}\nv = sys.stdin.buffer.read().decode()\nsys.stdout.write(${expression})`],
    value,
  );
}

/** The text that a Perl program, run with -p over the whole of it at once, makes of a value. */
export function perl(program: string, value: string): string {
  return textOf('perl', ['-CSD', '-0777', '-pe', program], value);
}

/** What bash prints, on either stream, for a command that has the value in `$V`; `locale` decides what it takes for printable. */
export function bash(command: string, value: string, locale = 'C.UTF-8'): string {
  const { status, stdout, stderr } = run('bash', ['--norc', '--noprofile', '-c', command], '', {
    V: value,
    LC_ALL: locale,
  });
  if (status !== 0) throw new Error(`bash: ${command}`);
  return `${stdout}${stderr}`;
}

function run(program: string, args: readonly string[], input: Input, variables: Record<string, string> = {}) {
  return spawnSync(program, args, {
    input,
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC', ...variables },
    maxBuffer: 1 << 24,
  });
}
