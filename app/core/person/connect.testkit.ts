// For tests: the desk for connecting over real files and real programs in a home of its own. The agents' programs are small stand-ins
// that behave as the real ones were measured to; so is the server that they would start, but where a test asks for the real shim.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ClientConfigFiles } from '../../adapters/client-config-files.ts';
import { ClientPrograms } from '../../adapters/client-programs.ts';
import type { AuditEvent } from '../../contract/audit.ts';
import type { AgentProgram, ConnectReport, ProgramView } from '../../contract/connect.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { VaultState } from '../../contract/vocabulary.ts';
import { SystemRandomness } from '../crypto/randomness.ts';
import { FakeClock } from '../fake-clock.testkit.ts';
import { CommandsDesk } from './commands-desk.ts';
import { ConnectDesk, type Wish } from './connect-desk.ts';

/** The real shim, from its sources. */
export const realShim = `import ${JSON.stringify(new URL('../../../mcp-shim/main.ts', import.meta.url).href)};\n`;
/** Answers each request in its turn, and ends with its input. */
const standInShim = `
  import { createInterface } from 'node:readline';
  const answers = [{ serverInfo: { name: 'postern' } }, { tools: [{ name: 'a' }] }];
  createInterface({ input: process.stdin }).on('line', (line) => {
    const { id } = JSON.parse(line);
    if (id !== undefined) console.log(JSON.stringify({ jsonrpc: '2.0', id, result: answers[id] }));
  });
`;
const standInSource = fileURLToPath(new URL('./agent-program.testkit.ts', import.meta.url));

export class ConnectGround {
  readonly home = mkdtempSync(join(tmpdir(), 'pcd-'));
  readonly shim = join(this.home, 'app', 'postern-mcp.mjs');
  readonly node = join(this.home, 'bin', 'node');
  readonly recorded: AuditEvent[] = [];
  readonly desk: ConnectDesk;
  state: VaultState = 'unlocked';
  auditWorks = true;

  constructor(t: TestContext) {
    t.after(() => rmSync(this.home, { recursive: true, force: true }));
    this.putShim(this.shim);
    this.put('bin/.keep', '');
    symlinkSync(process.execPath, this.node);
    const env = { HOME: this.home, PATH: join(this.home, 'bin'), SECRET_TOKEN: 'tok_not-for-anybody' };
    const clock = new FakeClock();
    const files = new ClientConfigFiles(clock);
    const audit = {
      record: (event: AuditEvent) => {
        if (!this.auditWorks) throw new BrokerError('audit_unwritable');
        this.recorded.push(event);
      },
    };
    const place = { platform: 'linux', home: this.home };
    const ground = this;
    this.desk = new ConnectDesk({
      vault: {
        get state() {
          return ground.state;
        },
      },
      programs: new ClientPrograms({ resolve: async () => env }),
      commands: new CommandsDesk({ files, audit, clock, place }),
      // A vault with the one value `kn0wn-value`.
      words: {
        search: async (texts) => ({
          texts: texts.map((text) => text.replaceAll('kn0wn-value', '[REDACTED:known]')),
          holds: [],
        }),
      },
      ...{ files, audit, clock, place },
      randomness: new SystemRandomness(),
      pause: async () => {},
    });
  }

  path(name: string): string {
    return join(this.home, name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  put(name: string, text: string, mode = 0o600): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text, { mode });
  }

  /** Under the name that the shim has when it is built. */
  putShim(path: string, text = standInShim): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** A stand-in for `claude`, `codex` or `gemini` on the PATH. */
  putProgram(name: 'claude' | 'codex' | 'gemini'): void {
    this.put(`bin/${name}`, `#!/bin/sh\nexec '${process.execPath}' '${standInSource}' ${name} "$@"\n`, 0o755);
  }

  async program(id: AgentProgram): Promise<ProgramView> {
    const { programs } = await this.desk.view(this.shim);
    const found = programs.find((each) => each.id === id);
    if (found === undefined) throw new Error(`no ${id}`);
    return found;
  }

  /** As the person does it: looks, and confirms. */
  async do(wish: Omit<Wish, 'way'> & Partial<Wish>): Promise<ConnectReport> {
    const { id } = await this.desk.plan(this.shim, { way: 'own', ...wish });
    return this.desk.apply(id);
  }
}
