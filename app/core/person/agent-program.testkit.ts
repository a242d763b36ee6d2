// For tests, as a program: `mcp add`, `add-json` and `remove` of Claude Code 2.1.330, Codex 0.169.0 and Gemini CLI 0.61.0, as they were
// measured: exit codes, files and shapes. What it was given as an environment it writes to `environment.txt` in the home folder.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const [, , program = '', ...words] = process.argv;
const home = process.env.HOME ?? '/nowhere';
writeFileSync(join(home, 'environment.txt'), Object.keys(process.env).sort().join('\n'));
const command = words.slice(0, 2).join(' ');
const rest = words.slice(2).filter((word) => !['--scope', 'user', '--'].includes(word));
const [name = ''] = rest;

// A test may have it fail at one thing.
const broken = join(home, 'broken');
if (existsSync(broken) && readFileSync(broken, 'utf8') === command) end(7);
if (program === 'codex') codex();
else json(join(home, program === 'claude' ? '.claude.json' : '.gemini/settings.json'));

function json(file: string): void {
  const all = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const servers = { ...all.mcpServers };
  const isThere = Object.hasOwn(servers, name);
  const isClaude = program === 'claude';
  if (command === 'mcp remove') {
    // Gemini CLI only says that there is none.
    if (!isThere) end(isClaude ? 1 : 0);
    delete servers[name];
  } else if (command === 'mcp add-json' && isClaude) {
    if (isThere) end(1);
    servers[name] = JSON.parse(rest[1] ?? '');
  } else if (command === 'mcp add' && !isClaude) servers[name] = { command: rest[1], args: rest.slice(2) };
  else end(2);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...all, mcpServers: servers }, null, 2), { mode: 0o600 });
}

function codex(): void {
  const file = join(home, '.codex', 'config.toml');
  mkdirSync(dirname(file), { recursive: true });
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const others = before.replace(new RegExp(`\\n?\\[mcp_servers\\.${name}\\]\\n(?:(?!\\[).*\\n?)*`), '');
  const [, program = '', ...args] = rest;
  const block = `\n[mcp_servers.${name}]\ncommand = ${JSON.stringify(program)}\nargs = ${JSON.stringify(args)}\n`;
  if (!['mcp add', 'mcp remove'].includes(command)) end(2);
  // Neither a name that is there nor one that is not is an error to it.
  writeFileSync(file, command === 'mcp add' ? others + block : others, { mode: 0o600 });
}

function end(code: number): never {
  process.exit(code);
}
