// How grave one command is, by its words alone. It never runs or looks up anything.
// SECURITY P2: a read must be known to be one. What is not listed, comes at run time, or moves a tool to another place or
// program is `unknown` at least: a class only ever gets graver on the way through this file.
import type { CommandRisk, RiskClass } from '../../contract/risk.ts';
import type { InnerCommand } from '../commands/inner-command.ts';
import { isInSystemFolder, lastPart } from '../commands/program-name.ts';
import { gravest } from './gravest.ts';
import { printsEnvironment } from './prints-environment.ts';
import type { Judged, OptionFloors, ToolRisk } from './tool-risk.ts';
import { knownTools } from './tools/known-tools.ts';
import { isNamed, readUse, type Use } from './use.ts';
import { findVerb } from './verb-table.ts';

const harmlessVariables =
  /^(?:LANG|LANGUAGE|LC_[A-Z]+|TZ|TERM|COLUMNS|LINES|NO_COLOR|CLICOLOR(?:_FORCE)?|FORCE_COLOR|CI|AWS_(?:DEFAULT_)?REGION|AWS_DEFAULT_OUTPUT|GH_PROMPT_DISABLED|GIT_TERMINAL_PROMPT|GH_TOKEN|GITHUB_TOKEN|GITLAB_TOKEN|PGPASSWORD|MYSQL_PWD|REDISCLI_AUTH|CLOUDFLARE_API_TOKEN|NPM_TOKEN|NODE_AUTH_TOKEN)$/;
/** Wrappers that start the program which the name says, on this computer. `npx gh` is whatever the registry has. */
const transparentWrappers = new Set(
  'sudo doas env sh bash dash zsh ksh ash command builtin exec time nohup nice ionice timeout setsid stdbuf unbuffer caffeinate watch xargs find'.split(
    ' ',
  ),
);
const network = /^\/dev\/(?:tcp|udp)\//;

/** The class is worth something only for a command that was parsed: one that was not is `unknown` at least, for its reader to say. */
export function riskOf(command: InnerCommand): CommandRisk {
  const [program = '', ...rest] = command.words;
  const name = lastPart(program);
  // `./gh` and `/tmp/gh` are whatever somebody put there
  const tool = isInSystemFolder(program) ? knownTools.get(name) : undefined;
  if (printsEnvironment(command)) return { class: 'disclose', target: 'the environment', verb: [name] };
  if (tool === undefined) return { class: 'unknown', target: null, verb: [name] };
  const judged = judgeWords(tool, rest);
  return {
    class: gravest([judged.class, ...floorsAround(command, tool)]),
    target: (judged.target === undefined ? tool.target : judged.target)?.slice(0, 60) ?? null,
    verb: [name, ...judged.words],
  };
}

function judgeWords(tool: ToolRisk, words: readonly string[]): Judged {
  if (words.length === 1 && /^--(?:version|help)$/.test(words[0] ?? '')) return { class: 'read', words: [] };
  const use = readUse(tool, words);
  const judged = tool.judge?.(use) ?? judgeVerb(tool, use);
  const allListed = tool.anyOption === true || use.options.every(({ listed }) => listed);
  const floors = [
    ...floorsOf(use, tool.but),
    ...floorsOf({ ...use, options: use.options.filter(({ after }) => after === 0) }, tool.front),
  ];
  const doubt: readonly RiskClass[] = use.plain ? [] : ['unknown'];
  const stays = judged.class !== 'read' || allListed ? judged.class : 'unknown';
  return { ...judged, class: gravest([stays, ...floors, ...doubt]) };
}

function judgeVerb(tool: ToolRisk, use: Use): Judged {
  const found = findVerb(tool.verbs ?? {}, use);
  if (found === null) return { class: 'unknown', words: [] };
  const { risk, words } = found;
  if (typeof risk === 'function') return { class: risk(use), words };
  if (typeof risk === 'string') return { class: risk, words };
  return { class: gravest([risk.is, ...floorsOf(use, risk.but)]), words };
}

function floorsOf(use: Use, floors: OptionFloors | undefined): readonly RiskClass[] {
  return Object.entries(floors ?? {}).flatMap(([names, floor]) =>
    use.options
      .filter((option) => isNamed(option, names))
      .map(({ value }) => (typeof floor === 'function' ? floor(value ?? '') : floor)),
  );
}

/** What stands around a command's own words. */
function floorsAround(command: InnerCommand, tool: ToolRisk): readonly RiskClass[] {
  const { assigns, via, appended, writesTo, readsFrom } = command;
  const doubts = [
    appended && tool.filter !== true,
    !assigns.every((name) => harmlessVariables.test(name)),
    !via.every((wrapper) => transparentWrappers.has(wrapper)),
    [...writesTo, ...readsFrom].some((path) => network.test(path)),
  ];
  return [
    ...(doubts.includes(true) ? (['unknown'] as const) : []),
    ...(writesTo.length > 0 ? (['write'] as const) : []),
  ];
}
