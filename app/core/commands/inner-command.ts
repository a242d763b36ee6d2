// What a command line comes down to once its quoting and its wrappers are seen through.

/** One program that is started, with its own words. */
export interface InnerCommand {
  /** The program first, then its arguments as written; wrappers and redirections are left out. `$NAME` stays as text. */
  readonly words: readonly string[];
  /** Names of the variables that are set for it: in front of it, by `env` or elsewhere in its line; also what `env -u` takes away. */
  readonly assigns: readonly string[];
  /** The wrappers it stands behind by base name, outermost first: `sudo`, `sh`, `pnpm dlx`. */
  readonly via: readonly string[];
  /** More arguments come when it runs, as behind `xargs`. */
  readonly appended: boolean;
  /** Files that its redirections write, as written. /dev/null and descriptors are left out. */
  readonly writesTo: readonly string[];
  /** Files that its redirections read, as written. */
  readonly readsFrom: readonly string[];
}

export interface ReadCommand {
  readonly commands: readonly InnerCommand[];
  /**
   * Every program word that is looked up, wrappers included, in order of appearance, each once. What the shell runs itself, a
   * package that a runner fetches and the applets of a multi-call program are left out.
   */
  readonly programs: readonly string[];
  /** false: some of it was not understood, so it may be allowed once only. */
  readonly parsed: boolean;
  /**
   * All that counts of the command in one text: words, operators, redirections. Two lines that differ in nothing but spacing,
   * quoting and comments have the same.
   */
  readonly canonical: string;
}
