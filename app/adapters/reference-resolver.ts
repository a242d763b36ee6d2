// Follows references: asks another program, a store over HTTP, a file or a variable. It keeps nothing of what it hears.
import { BrokerError } from '../contract/fault.ts';
import type { Reference } from '../contract/reference.ts';
import type { ActionReference } from '../contract/run.ts';
import { wipe } from '../core/crypto/wipe.ts';
import type { Files } from '../core/ports/files.ts';
import type { LoginEnvironment } from '../core/ports/login-environment.ts';
import type { References, WantedValue } from '../core/ports/references.ts';
import { type KvRead, kvAnswer, kvAuthority, kvHeaders, kvToken, kvUrl } from '../core/references/kv-store.ts';
import { type ParsedReference, parseReference } from '../core/references/parse.ts';
import { type Environment, environmentOf, type ProgramCall, refusalOf } from '../core/references/program-call.ts';
import { asWanted, maxReferenceBytes } from '../core/references/wanted-value.ts';
import { readSmallFile } from './reference-file.ts';
import { askStore } from './reference-http.ts';
import { runValueProgram } from './reference-program.ts';

/** As the runs' own: where the login shell names none. */
const usualPath = '/usr/local/bin:/usr/bin:/bin';
const maxBytes = maxReferenceBytes;

export class ReferenceResolver implements References {
  readonly #files: Files;
  readonly #login: LoginEnvironment;
  readonly #timeoutMs: number;

  /** `timeoutMs` is for one value, whatever it takes to get it. */
  constructor(files: Files, login: LoginEnvironment, timeoutMs = 30_000) {
    this.#files = files;
    this.#login = login;
    this.#timeoutMs = timeoutMs;
  }

  async freeze(reference: Reference): Promise<ActionReference> {
    const parsed = parseReference(reference);
    return { text: reference, ...(await this.#resolverOf(parsed, await this.#login.resolve())) };
  }

  async resolve(frozen: ActionReference, signal: AbortSignal, wanted: WantedValue): Promise<Buffer> {
    const parsed = parseReference(frozen.text);
    const login = await this.#login.resolve();
    // SECURITY P10: the program, or the place, is still the one that was approved.
    const { program, sha256 } = await this.#resolverOf(parsed, login);
    if (program !== frozen.program || sha256 !== frozen.sha256) throw new BrokerError('action_changed');
    const given = await this.#ask(parsed, program, login, signal);
    try {
      return Buffer.from(asWanted(given, wanted));
    } finally {
      wipe(given);
    }
  }

  async #resolverOf(parsed: ParsedReference, login: Environment): Promise<Resolver> {
    switch (parsed.kind) {
      case 'program':
        return this.#programOf(parsed.call, login);
      case 'kv':
        return { program: kvUrl(parsed, login).href, sha256: null };
      case 'variable':
        return { program: parsed.name, sha256: null };
      case 'file':
        return { program: await this.#realFile(parsed.path), sha256: null };
    }
  }

  async #programOf({ word }: ProgramCall, login: Environment): Promise<Resolver> {
    const program = await this.#files.findExecutable(word, login.PATH ?? usualPath, '/');
    const sha256 = program === null ? null : await this.#files.hashOf(program);
    if (program === null || sha256 === null) throw new BrokerError('reference_tool_missing');
    return { program, sha256 };
  }

  /** `place`: what `#resolverOf` said just now. */
  #ask(parsed: ParsedReference, place: string, login: Environment, signal: AbortSignal): Promise<Buffer> {
    switch (parsed.kind) {
      case 'program':
        return this.#askProgram(parsed.call, place, login, signal);
      case 'kv':
        return this.#askStore(parsed, login, signal);
      case 'variable':
        return variable(parsed.name, login);
      case 'file':
        return readSmallFile(place, maxBytes);
    }
  }

  async #askProgram(call: ProgramCall, file: string, login: Environment, signal: AbortSignal): Promise<Buffer> {
    for (const needed of call.files(login)) await this.#realFile(needed);
    const { word: argv0, args } = call;
    const spec = { file, argv0, args, env: environmentOf(call, login), maxBytes, timeoutMs: this.#timeoutMs };
    const { exitCode, printed, complaint } = await runValueProgram(spec, signal);
    try {
      if (exitCode !== 0) throw new BrokerError(refusalOf(call, complaint.toString('utf8')));
      const read = call.read(printed);
      const value = Buffer.from(read);
      wipe(read);
      return value;
    } finally {
      wipe(printed, complaint);
    }
  }

  async #askStore(read: KvRead, login: Environment, signal: AbortSignal): Promise<Buffer> {
    const headers = kvHeaders(kvToken(read, login) ?? (await this.#tokenFile(login)));
    const authorityPath = kvAuthority(read, login);
    const authority =
      authorityPath === null ? null : await readSmallFile(await this.#realFile(authorityPath), maxBytes);
    const spec = { url: kvUrl(read, login), headers, authority, maxBytes, timeoutMs: this.#timeoutMs };
    const { status, body } = await askStore(spec, signal);
    try {
      return kvAnswer(read, status, body);
    } finally {
      wipe(body);
    }
  }

  /** Empty: there is none. */
  async #tokenFile({ HOME: home = '' }: Environment): Promise<string> {
    const path = await this.#files.realFile(`${home}/.vault-token`, '/');
    if (path === null) return '';
    const token = await readSmallFile(path, maxBytes);
    try {
      return token.toString('latin1');
    } finally {
      wipe(token);
    }
  }

  async #realFile(path: string): Promise<string> {
    const real = await this.#files.realFile(path, '/');
    if (real === null) throw new BrokerError('reference_not_found');
    return real;
  }
}

type Resolver = { readonly program: string; readonly sha256: ActionReference['sha256'] };

async function variable(name: string, login: Environment): Promise<Buffer> {
  const value = Object.hasOwn(login, name) ? login[name] : undefined;
  if (value === undefined) throw new BrokerError('reference_not_found');
  return Buffer.from(value, 'utf8');
}
