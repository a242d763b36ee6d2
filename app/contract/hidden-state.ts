// What a known program does that its words don't show and Postern can't check: hooks, scripts, build files.
import { z } from 'zod';

export const HiddenStateKind = z.enum([
  'git_hooks',
  'git_config',
  'git_alias',
  'package_scripts',
  'makefile',
  'test_code',
  'build_script',
  'inline_code',
  'downloaded_code',
  'container',
  'remote_command',
  'plugin',
]);
export type HiddenStateKind = z.infer<typeof HiddenStateKind>;

export const HiddenState = z
  .object({
    kind: HiddenStateKind,
    /** Name of the program, without its folder. */
    program: z.string(),
  })
  .readonly();
export type HiddenState = z.infer<typeof HiddenState>;

/** One sentence for the person. */
export const hiddenStateWords: Readonly<Record<HiddenStateKind, string>> = {
  git_hooks: 'Git runs hooks of this repository, which Postern can’t check.',
  git_config: 'Git follows settings of this repository, which can start other programs.',
  git_alias: 'This may be an alias: what Git runs for it stands in its settings, not in the command.',
  package_scripts: 'This runs scripts of the project’s package.json and of its packages, which Postern can’t check.',
  makefile: 'What this runs stands in a build file of the project, such as a Makefile.',
  test_code: 'This runs the project’s tests, which can do anything that a program can.',
  build_script: 'This runs code and settings of the project, which Postern can’t check.',
  inline_code: 'This runs code that is given to it directly, and the code can do anything that a program can.',
  downloaded_code: 'This runs code that may first be downloaded.',
  container: 'This runs in a container, where Postern can’t check the programs.',
  remote_command: 'This runs on another machine, where Postern can’t check the programs.',
  plugin: 'This may run a plugin or an alias, which Postern can’t check.',
};
