// The environment of the person's login shell, as editors resolve it: an app started from a dock has a bare PATH.

export interface LoginEnvironment {
  /** Resolved once and cached. Falls back to the app's own environment when the shell does not answer in 10 s. */
  resolve(): Promise<Readonly<Record<string, string>>>;
}
