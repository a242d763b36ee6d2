#!/usr/bin/env node
// The door of the one file: `postern …` for people and scripts, MCP for agent hosts. Each half is read in only when it is wanted.
import { basename } from 'node:path';
import { isCliWord } from './cli/cli-words.ts';

const [, file = '', ...args] = process.argv;
const [first = ''] = args;

if (basename(file, '.mjs') === 'postern' || first === 'postern' || isCliWord(first)) {
  const { runCli } = await import('./cli/cli.ts');
  const code = await runCli(first === 'postern' ? args.slice(1) : args);
  // Whatever still waits, such as a reader that does not read, is not waited for. null: what was started goes on.
  if (code !== null) process.exit(code);
} else {
  const { serveMcp } = await import('./mcp-program.ts');
  await serveMcp(args);
}
