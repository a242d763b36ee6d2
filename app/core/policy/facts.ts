// What an action is judged by, gathered once before any rule is looked at. It looks nothing up: what is handed in is all there is.
import type { Action, ActionCommand } from '../../contract/run.ts';
import type { SecretName, Tier } from '../../contract/vocabulary.ts';
import { bareName, type Surroundings } from './pattern-match.ts';
import { partsOf } from './places.ts';
import { type Moment, momentOf } from './rule-times.ts';

export interface Facts extends Surroundings {
  readonly action: Action;
  /** What Postern read of it; for denials also what the raw text begins its parts with, where it could not be read whole. */
  readonly commands: readonly ActionCommand[];
  readonly roughCommands: readonly ActionCommand[];
  readonly secrets: readonly SecretFact[];
  readonly cwd: readonly string[];
  readonly home: readonly string[];
  readonly moment: Moment;
  /** Names under which rules about its commands are found. */
  readonly programs: ReadonlySet<string>;
}

export interface SecretFact {
  readonly name: SecretName;
  readonly tier: Tier;
  readonly tags: readonly string[];
}

export interface JudgedBeside {
  readonly tagsOf: (name: SecretName) => readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The real path of the person's home folder. */
  readonly home: string;
}

export function factsOf(action: Action, { tagsOf, now, home }: JudgedBeside): Facts {
  const roughCommands = action.parsed ? [] : roughlyRead(action);
  const all = [...action.commands, ...roughCommands];
  return {
    action,
    commands: action.commands,
    roughCommands,
    secrets: action.secrets.map(({ name, tier }) => ({ name, tier, tags: tagsOf(name) })),
    cwd: partsOf(action.cwd),
    home: partsOf(home),
    moment: momentOf(now),
    programs: new Set(
      all.flatMap(({ words, via }) => [...words.slice(0, 1), ...via.flatMap((name) => name.split(' '))].map(bareName)),
    ),
    folders: new Set(action.pathDiffers ? [] : action.path.split(':').filter((folder) => folder.startsWith('/'))),
    stdin: action.stdin !== null,
  };
}

/** Of a command that could not be read, the words between what may be operators: enough for a denial, for nothing else. */
function roughlyRead({ command }: Action): readonly ActionCommand[] {
  const texts = command.kind === 'shell' ? command.line.split(/[;&|\n(){}`]+/) : [];
  const lists = command.kind === 'argv' ? [command.argv] : texts.map(roughWords);
  return lists
    .filter((words) => words.length > 0)
    .map((words) => ({
      ...{ words, assigns: [], via: [], appended: false, writesTo: [], readsFrom: [] },
      risk: { class: 'unknown', target: null, verb: words.slice(0, 1) },
    }));
}

function roughWords(text: string): readonly string[] {
  const words = text
    .replace(/["'\\$]/g, '')
    .split(/\s+/)
    .filter((word) => word !== '');
  const first = words.findIndex((word) => !/^\w+=/.test(word));
  return first < 0 ? [] : words.slice(first);
}
