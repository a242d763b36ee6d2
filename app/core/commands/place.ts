// Where a command stands: what the shells and wrappers around it do to it.

/** What is known of the place a command stands at. */
export interface Place {
  /** Base name of the shell whose line it stands in; null where a program starts it. */
  readonly shell: string | null;
  readonly via: readonly string[];
  readonly assigns: readonly string[];
  readonly appended: boolean;
  readonly writesTo: readonly string[];
  readonly readsFrom: readonly string[];
  /** Its program is not looked up on PATH, so there is no file to attest. */
  readonly unlisted: boolean;
  /** It may run in another folder than the run's. */
  readonly moved: boolean;
}

export const topPlace: Place = {
  ...{ shell: null, via: [], assigns: [], appended: false },
  ...{ writesTo: [], readsFrom: [], unlisted: false, moved: false },
};
